import { id } from "ethers";

import type { RuleSource } from "~/domain/rules/rule-source";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";

/** What `ruleSource` watches when the test doesn't say. */
export const VAULT = `0x${"ab".repeat(20)}`;
export const SENDER = `0x${"11".repeat(20)}`;

const NO_CONTRACTS: RuleSource["contracts"] = new Map();
let nextId = 0;

/** A rule on pending `transferOwnership` calls of the vault, changed as the test needs it; each has its own id. */
export function ruleSource(values: Partial<RuleSource> = {}): RuleSource {
  nextId += 1;
  return {
    id: `rule-${nextId}`,
    version: 1,
    name: "Ownership",
    severity: "critical",
    networkId: "mainnet",
    network: "mainnet",
    stage: "pending",
    trigger: "call",
    side: "target",
    watchlistId: "entry",
    contractName: "Treasury Vault",
    addresses: [VAULT],
    contracts: NO_CONTRACTS,
    signature: "transferOwnership",
    event: null,
    condition: null,
    abi: null,
    cooldownSeconds: 0,
    threshold: null,
    channels: [],
    ...values,
  };
}

/** A transaction that sends nothing to the vault, changed as the test needs it. */
export function plainTransaction(values: Partial<RpcTransaction> = {}): RpcTransaction {
  return { hash: id("tx"), from: SENDER, to: VAULT, input: "0x", value: "0x0", nonce: "0x1", gas: "0x5208", ...values };
}
