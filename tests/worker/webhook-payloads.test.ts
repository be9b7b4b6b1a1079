import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";

import { Alert } from "~/domain/alerts/alert";
import type { PreparedResponse } from "~/domain/alerts/prepared-response";
import { responseCastLine } from "~/domain/alerts/response-cast-line";
import { responseSafeBatch } from "~/domain/alerts/response-safe-batch";
import type { OutgoingMessage } from "~/domain/messages/outgoing-message";
import { sampleAlert } from "~/domain/messages/sample-alert";
import { webhookBody } from "~/domain/messages/webhook-body";
import { webhookMessage } from "~/domain/messages/webhook-message";

const FOLDER = "docs/examples/webhooks/payloads";
const DOCUMENT = readFileSync("docs/webhooks.md", "utf8");

const AT = "2026-11-24T10:15:02.184Z";
const LATER = "2026-11-24T10:16:40.020Z";
const VAULT = "0x3ee18B2214AFF97000D974cf647E7C347E8fa585";
const ALERT_ID = "019a7c1e-5f0a-7c3e-9b1a-0d2f3c4b5a69";
const SECOND_ID = "019a7c1e-6a1b-7d4f-8c2b-1e3f4d5c6b7a";
const BASE = "https://sentinel.example.com";

const alert: Alert = {
  ...sampleAlert(new Date(AT)),
  id: ALERT_ID,
  ruleId: "019a7c1d-0b2e-7a11-8f60-6b1c2d3e4f50",
  watchlistId: "019a7c1c-9d41-7e02-a0c4-1f2e3d4c5b6a",
  title: "Ownership of Treasury Vault is being renounced",
  description: "renounceOwnership() was called on Treasury Vault.",
  outcome: { kind: "would_succeed", reason: null, blockNumber: 24_476_000 },
  detectedAt: "2026-11-24T10:15:02.171Z",
  explanation: {
    kind: "and",
    label: "Every part matched",
    result: true,
    children: [
      { kind: "address", label: "to is Treasury Vault", result: true, expected: VAULT, actual: VAULT },
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
const told: Alert = { ...alert, dispatchedChannels: ["webhook"] };
const acknowledged: Alert = {
  ...told,
  status: "acknowledged",
  acknowledgedAt: LATER,
  acknowledgedBy: "019a7c1a-1111-7222-8333-444455556666",
  acknowledgedByName: "Ada Lovelace",
  acknowledgedVia: { kind: "telegram", label: "Ada Lovelace" },
};
const second: Alert = {
  ...told,
  id: SECOND_ID,
  txHash: "0x9b0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b",
  detectedAt: "2026-11-24T10:15:09.530Z",
};

const call = { chainId: 1, to: VAULT, value: "0", data: "0x8456cb59" };
const summary = `Calls pause() on Treasury Vault (${VAULT}).`;
const response: PreparedResponse = {
  summary,
  ...call,
  signature: "pause()",
  safeTransactionBuilder: responseSafeBatch({
    ...call,
    name: "Sentinel: pause()",
    description: `${summary} Alert ${ALERT_ID}: ${alert.title}`,
    createdAtMs: Date.parse(alert.detectedAt),
  }),
  castSend: responseCastLine(call),
  warnings: [],
};

function message(change: Partial<OutgoingMessage>): OutgoingMessage {
  const acknowledgeUrl = `${BASE}/ack/AaIN…`;
  return {
    type: "alert.created",
    timestamp: AT,
    alert,
    links: {
      alertUrl: `${BASE}/alerts/${ALERT_ID}`,
      explorerUrl: `https://etherscan.io/tx/${alert.txHash}`,
      acknowledgeUrl,
    },
    networkLabel: "mainnet",
    ruleName: "Owner leaves",
    contractName: "Treasury Vault",
    runbookUrl: "https://wiki.example.com/runbooks/ownership",
    ...change,
  };
}

const failure = {
  channelId: "019a7c1b-2222-7333-8444-555566667777",
  channelName: "Security room",
  channelType: "discord",
  reason: "Discord answered 404: it is gone or refuses this URL for good.",
};
const escalation = {
  id: "019a7c20-3333-7444-8555-666677778888",
  policyName: "Night shift",
  step: 2,
  steps: 3,
  round: 1,
};
const silence = {
  id: "019a7c19-4444-7555-8666-777788889999",
  summary: "severity high on mainnet",
  reason: "Planned upgrade, OPS-112",
  endsAt: "2026-11-24T11:15:02.000Z",
};
const grouped = [alert, second].map((each) => ({
  alert: each,
  alertUrl: `${BASE}/alerts/${each.id}`,
  ruleName: "Owner leaves",
  contractName: "Treasury Vault",
}));
const group = {
  kind: "rule" as const,
  count: 17,
  bySeverity: { critical: 17 },
  first: grouped,
  from: alert.detectedAt,
  to: "2026-11-24T10:15:31.004Z",
  feedUrl: `${BASE}/alerts?ruleId=${alert.ruleId}`,
};
const readOnly = { alertUrl: `${BASE}/alerts/${ALERT_ID}`, explorerUrl: `https://etherscan.io/tx/${alert.txHash}` };

const confirmed: Alert = {
  ...told,
  status: "confirmed",
  txStatus: "confirmed",
  blockNumber: 24_476_003,
  confirmedAt: LATER,
};

/** As the formatter has it: a list of one text stands on one line. */
function asFile(payload: unknown): string {
  return `${JSON.stringify(payload, null, 2).replace(/\[\s+("[^"]*")\s+\]/g, "[$1]")}\n`;
}

/** One of each kind, by the name of its file. */
const PAYLOADS: Record<string, { message: OutgoingMessage; isHook?: boolean }> = {
  "alert.created": { message: message({}) },
  "alert.created-group": { message: message({ group }) },
  "alert.created-hook": { message: message({ response }), isHook: true },
  "alert.updated": {
    message: message({ type: "alert.updated", change: "confirmed", timestamp: LATER, alert: confirmed }),
  },
  "alert.updated-escalated": {
    message: message({ type: "alert.escalated", timestamp: LATER, alert: told, about: { escalation } }),
  },
  "alert.updated-delivery_failed": {
    message: message({ type: "delivery.failed", timestamp: LATER, alert: told, about: { failure } }),
  },
  "alert.acknowledged": {
    message: message({
      type: "alert.updated",
      change: "acknowledged",
      timestamp: LATER,
      alert: acknowledged,
      acknowledged: { by: "Ada Lovelace", via: "Telegram", at: LATER, note: "Planned upgrade, OPS-112." },
      links: readOnly,
    }),
  },
  "channel.test": {
    message: message({ type: "channel.test", alert: null, links: { alertUrl: null, explorerUrl: null } }),
  },
  "channel.failing": { message: message({ type: "channel.failing", alert: null, about: { failure, escalation } }) },
  "silence.expiring": { message: message({ type: "silence.expiring", alert: null, about: { silence } }) },
};

for (const [name, { message: outgoing, isHook = false }] of Object.entries(PAYLOADS)) {
  test(`the documented payload ${name} is what is sent`, async () => {
    const payload = JSON.parse(webhookBody(webhookMessage(outgoing, { isHook })));
    expect(name.startsWith(payload.type)).toBe(true);
    const isAboutAlert = /^(alert\.|channel\.test)/.test(payload.type);
    if (isAboutAlert) expect(Alert.safeParse(payload.data).error?.issues ?? []).toEqual([]);
    await expect(asFile(payload)).toMatchFileSnapshot(resolve(FOLDER, `${name}.json`));
    expect(DOCUMENT).toContain(`examples/webhooks/payloads/${name}.json`);
  });
}

test("there is no payload that is none any more, and the document shows the first whole", () => {
  expect(readdirSync(FOLDER).sort()).toEqual(
    Object.keys(PAYLOADS)
      .map((name) => `${name}.json`)
      .sort(),
  );
  expect(DOCUMENT).toContain(`\`\`\`json\n${readFileSync(`${FOLDER}/alert.created.json`, "utf8")}\`\`\``);
});
