import { expect, test } from "vitest";

import type { PreparedResponse } from "~/domain/alerts/prepared-response";
import type { OutgoingMessage } from "./outgoing-message";
import { sampleAlert } from "./sample-alert";
import { webhookMessage } from "./webhook-message";

const AT = "2026-11-24T10:15:02.184Z";
const ID = "019a7c1e-5f0a-7c3e-9b1a-0d2f3c4b5a69";
const alert = { ...sampleAlert(new Date(AT)), title: "A title" };
const escalation = { id: ID, policyName: "Night", step: 2, steps: 3, round: 1 };
const failure = { channelId: ID, channelName: "Room", channelType: "discord", reason: "It answered 404." };
const silence = { id: ID, summary: "critical on mainnet", reason: "Upgrade", endsAt: AT };

function message(change: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    type: "alert.created",
    timestamp: AT,
    alert,
    links: { alertUrl: "https://s.example/alerts/1", explorerUrl: "https://etherscan.io/tx/0x1", acknowledgeUrl: null },
    networkLabel: "mainnet",
    ruleName: "Owner leaves",
    contractName: "Vault",
    runbookUrl: null,
    ...change,
  };
}

test("a first message is type, time and the alert as the API gives it, and where to go on reading", () => {
  expect(webhookMessage(message())).toEqual({
    type: "alert.created",
    timestamp: AT,
    data: alert,
    links: { alert: "https://s.example/alerts/1", explorer: "https://etherscan.io/tx/0x1", runbook: null },
  });
});

test("an update names the change, and an acknowledgement has its own type", () => {
  expect(webhookMessage(message({ type: "alert.updated", change: "dropped" }))).toMatchObject({
    type: "alert.updated",
    change: "dropped",
  });
  const acknowledged = { by: "Ada", via: "Telegram", at: AT, note: null };
  for (const change of [{ type: "alert.acknowledged" }, { type: "alert.updated", change: "acknowledged" }] as const) {
    const made = webhookMessage(message({ ...change, acknowledged }));
    expect(made).toMatchObject({ type: "alert.acknowledged", data: alert, acknowledgement: acknowledged });
    expect(made).not.toHaveProperty("change");
  }
});

test("an escalation and a failed delivery are updates of their alert", () => {
  expect(webhookMessage(message({ type: "alert.escalated", about: { escalation } }))).toMatchObject({
    type: "alert.updated",
    change: "escalated",
    data: alert,
    escalation,
  });
  expect(webhookMessage(message({ type: "delivery.failed", about: { failure } }))).toMatchObject({
    type: "alert.updated",
    change: "delivery_failed",
    data: alert,
    failure,
  });
});

test("what is about Sentinel itself carries no alert", () => {
  expect(webhookMessage(message({ type: "channel.failing", alert: null, about: { failure, escalation } }))).toEqual({
    type: "channel.failing",
    timestamp: AT,
    data: failure,
    escalation,
  });
  expect(webhookMessage(message({ type: "silence.expiring", alert: null, about: { silence } }))).toEqual({
    type: "silence.expiring",
    timestamp: AT,
    data: silence,
  });
});

test("several alerts come with their count and the first of them whole", () => {
  const grouped = { alert, alertUrl: "https://s.example/alerts/1", ruleName: null, contractName: null };
  const group = {
    kind: "rule" as const,
    count: 40,
    bySeverity: { critical: 40 },
    first: [grouped, grouped],
    from: AT,
    to: AT,
    feedUrl: "https://s.example/alerts?rule=1",
  };
  expect(webhookMessage(message({ group }))).toMatchObject({
    type: "alert.created",
    data: alert,
    group: { kind: "rule", count: 40, bySeverity: { critical: 40 }, url: group.feedUrl, alerts: [alert, alert] },
  });
});

test("a test shows the sample, and the link that acknowledges goes along when there is one", () => {
  expect(webhookMessage(message({ type: "channel.test", alert: null })).data).toMatchObject({ severity: "critical" });
  const links = { alertUrl: null, explorerUrl: null, acknowledgeUrl: "https://s.example/acknowledge/t" };
  expect(webhookMessage(message({ links })).links).toEqual({
    alert: null,
    explorer: null,
    runbook: null,
    acknowledge: "https://s.example/acknowledge/t",
  });
});

test("a hook is given the response, or told that there is none; others never", () => {
  const response = { summary: "Calls pause()." } as PreparedResponse;
  expect(webhookMessage(message({ response }), { isHook: true }).response).toBe(response);
  expect(webhookMessage(message(), { isHook: true }).response).toBeNull();
  expect(webhookMessage(message({ response }))).not.toHaveProperty("response");
});
