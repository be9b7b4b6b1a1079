import type { Alert } from "~/domain/alerts/alert";

const VAULT = "0x3ee18B2214AFF97000D974cf647E7C347E8fa585";
const OWNER = "0x71C7656EC7ab88b098defB751B7401B5f6d8976F";
const SAMPLE_ID = "00000000-0000-7000-8000-000000000000";

/** A realistic alert for test messages: what a receiver will see the day it matters. Its ids exist nowhere. */
export function sampleAlert(at: Date): Alert {
  return {
    id: SAMPLE_ID,
    ruleId: SAMPLE_ID,
    watchlistId: null,
    network: "mainnet",
    severity: "critical",
    title: "Ownership of Sample Vault is being renounced",
    description: "A test message from Sentinel. Nothing happened: this is what an alert will look like.",
    txHash: "0x5c504ed432cb51138bcf09aa5e8a410dd4a1e204ef84bfed1be16dfba1b22060",
    earlierHashes: [],
    from: OWNER,
    to: VAULT,
    target: VAULT,
    value: "0",
    call: { selector: "0x715018a6", signature: "renounceOwnership()", name: "renounceOwnership", args: [] },
    path: null,
    event: null,
    status: "pending",
    txStatus: "pending",
    blockNumber: null,
    replacedByHash: null,
    isReplaced: false,
    detection: "pending",
    appearedWithoutWarning: false,
    uncertain: null,
    outcome: null,
    detectedAt: at.toISOString(),
    confirmedAt: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    acknowledgedByName: null,
    acknowledgedVia: null,
    dispatchedChannels: [],
    quiet: null,
    occurrences: 1,
    senders: 1,
    explanation: {
      kind: "and",
      label: "Every part matched",
      result: true,
      children: [
        { kind: "address", label: "to is Sample Vault", result: true, expected: VAULT, actual: VAULT },
        {
          kind: "selector",
          label: "the call is renounceOwnership()",
          result: true,
          expected: "0x715018a6",
          actual: "0x715018a6",
        },
      ],
    },
  };
}
