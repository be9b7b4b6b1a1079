import fc from "fast-check";
import { expect, test } from "vitest";

import type { Alert } from "~/domain/alerts/alert";
import { pagerdutyRefusal } from "../../../tests/support/fake-pagerduty";
import type { OutgoingMessage } from "./outgoing-message";
import { pagerdutyMessage, plainPagerdutyMessage } from "./pagerduty-message";
import { sampleAlert } from "./sample-alert";

const AT = new Date("2026-01-01T00:00:00.000Z");
const KEY = "0123456789abcdef0123456789abcdef";

function message(change: Partial<OutgoingMessage> = {}, alert: Partial<Alert> = {}): OutgoingMessage {
  return {
    type: "alert.created",
    timestamp: "2026-01-01T00:00:05.000Z",
    alert: { ...sampleAlert(AT), id: "0197a1b2-0000-7000-8000-000000000001", ...alert },
    links: { alertUrl: "https://sentinel.example.org/alerts/1", explorerUrl: "https://etherscan.io/tx/0x1" },
    networkLabel: "mainnet",
    ruleName: "Owner leaves",
    contractName: "Treasury Vault",
    runbookUrl: null,
    ...change,
  };
}

test("an alert triggers an incident that says severity, what and where", () => {
  const event = pagerdutyMessage(message(), KEY);
  expect(event).toMatchObject({
    routing_key: KEY,
    event_action: "trigger",
    dedup_key: "sentinel:0197a1b2-0000-7000-8000-000000000001",
    client: "Sentinel",
    client_url: "https://sentinel.example.org/alerts/1",
    payload: {
      summary: "[CRITICAL] Ownership of Sample Vault is being renounced (Treasury Vault, mainnet)",
      source: "mainnet:0x3ee18B2214AFF97000D974cf647E7C347E8fa585",
      severity: "critical",
      timestamp: "2026-01-01T00:00:00.000Z",
      component: "Treasury Vault",
      group: "mainnet",
      class: "Owner leaves",
      custom_details: { State: "Pending: not in a block yet", Call: "renounceOwnership()" },
    },
  });
  expect(event.links).toContainEqual({ href: "https://etherscan.io/tx/0x1", text: "Block explorer" });
});

test.each([
  ["critical", "critical"],
  ["high", "error"],
  ["medium", "warning"],
  ["low", "info"],
  ["info", "info"],
] as const)("%s is PagerDuty's %s", (severity, theirs) => {
  expect(pagerdutyMessage(message({}, { severity }), KEY).payload?.severity).toBe(theirs);
});

test.each<[string, Partial<Alert>, string]>([
  ["acknowledged", {}, "acknowledge"],
  ["acknowledged", { txStatus: "dropped" }, "resolve"],
  ["confirmed", { txStatus: "confirmed", blockNumber: 1 }, "trigger"],
  ["failed", { txStatus: "failed", blockNumber: 1 }, "resolve"],
  ["dropped", { txStatus: "dropped" }, "resolve"],
  ["replaced", { txStatus: "replaced", isReplaced: true }, "resolve"],
  ["cancelled", { txStatus: "replaced" }, "resolve"],
  ["replacing", { isReplaced: true }, "trigger"],
  ["reopened", {}, "trigger"],
  // A late message of what was, when it is back already.
  ["dropped", { txStatus: "pending" }, "trigger"],
])("an update, %s of %j, is a %s with the same key", (change, alert, action) => {
  const event = pagerdutyMessage(message({ type: "alert.updated", change }, alert), KEY);
  expect(event).toMatchObject({ event_action: action, dedup_key: pagerdutyMessage(message(), KEY).dedup_key });
  if (action !== "trigger") expect(Object.keys(event)).toEqual(["routing_key", "event_action", "dedup_key"]);
});

test("an escalation joins the alert's incident; what is about a channel or a silence has one of its own", () => {
  expect(pagerdutyMessage(message({ type: "alert.escalated" }), KEY).dedup_key).toBe(
    pagerdutyMessage(message(), KEY).dedup_key,
  );
  const failure = { channelId: "c1", channelName: "Ops", channelType: "discord", reason: "gone" };
  const failed = pagerdutyMessage(message({ type: "delivery.failed", about: { failure } }), KEY);
  expect(failed).toMatchObject({ dedup_key: "sentinel:delivery-failed:c1", payload: { severity: "warning" } });
  expect(failed.payload?.summary).toContain("Ops could not be told: Ownership");
  const failing = pagerdutyMessage(message({ type: "channel.failing", alert: null, about: { failure } }), KEY);
  expect(failing).toMatchObject({ dedup_key: "sentinel:channel-failing:c1", payload: { severity: "error" } });
  // The fallback channel is told of the alert itself: there it is the alert's incident.
  expect(pagerdutyMessage(message({ about: { failure } }), KEY).dedup_key).toMatch(/^sentinel:0197/);
  const silence = { id: "s1", summary: "vault", reason: "upgrade", endsAt: AT.toISOString() };
  expect(pagerdutyMessage(message({ type: "silence.expiring", alert: null, about: { silence } }), KEY)).toMatchObject({
    dedup_key: "sentinel:silence:s1",
    payload: { severity: "info" },
  });
});

test("every test is an incident of its own that says so", () => {
  const event = pagerdutyMessage(message({ type: "channel.test", alert: null }), KEY);
  expect(event.dedup_key).toBe("sentinel:test:2026-01-01T00:00:05.000Z");
  expect(event.payload?.summary).toContain("Test: ");
});

const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 3_000 }),
  fc.constantFrom("", " ", "a".repeat(1_000_000), "\u202E\u0000\uD800", "__proto__", "constructor"),
);

test("whatever a chain puts into an alert, both forms are valid events", () => {
  const arg = fc.record({ name: fc.option(hostile), type: hostile, value: hostile });
  fc.assert(
    fc.property(hostile, hostile, fc.option(hostile), fc.array(arg, { maxLength: 30 }), (title, other, name, args) => {
      const call = { selector: "0x715018a6", signature: name, name, args };
      const given = message(
        { contractName: other, ruleName: other, networkLabel: other, runbookUrl: other },
        { title, description: other, call, uncertain: other },
      );
      for (const event of [pagerdutyMessage(given, KEY), plainPagerdutyMessage(given, KEY)]) {
        expect(pagerdutyRefusal(JSON.parse(JSON.stringify(event)))).toEqual([]);
      }
    }),
    { numRuns: 200 },
  );
});
