import { expect, test } from "vitest";

import type { Explanation } from "~/domain/alerts/explanation";
import { sampleAlert } from "./sample-alert";
import { webhookBody } from "./webhook-body";
import type { WebhookMessage } from "./webhook-message";

const AT = new Date("2026-11-24T10:15:02.184Z");
const sample = sampleAlert(AT);
const bytes = (text: string) => Buffer.byteLength(text);

function message(change: Partial<typeof sample> = {}, copies = 0): WebhookMessage {
  const alert = { ...sample, ...change };
  const more = { kind: "rule" as const, count: copies, bySeverity: {}, from: "", to: "", url: "" };
  return {
    type: "alert.created",
    timestamp: AT.toISOString(),
    data: alert,
    ...(copies > 0 ? { group: { ...more, alerts: Array.from({ length: copies }, () => alert) } } : {}),
  };
}

function tree(depth: number): Explanation {
  const node: Explanation = { kind: "and", label: "every one of these conditions holds", result: true };
  return depth === 0 ? node : { ...node, children: [tree(depth - 1), tree(depth - 1), tree(depth - 1)] };
}

test("an ordinary message is sent as it is", () => {
  expect(webhookBody(message())).toBe(JSON.stringify(message()));
});

test("an explanation is told as deep as 20 kB allow, and the body says that it was shortened", () => {
  const body = webhookBody(message({ explanation: tree(6) }));
  expect(bytes(body)).toBeLessThanOrEqual(20_000);
  expect(JSON.parse(body)).toMatchObject({
    shortened: ["explanation"],
    data: {
      txHash: sample.txHash,
      explanation: { label: expect.any(String), children: [{ children: [{}, {}, {}] }, {}, {}] },
    },
  });
});

test("nothing is left out where that would not bring it below", () => {
  const args = [{ name: "data", type: "bytes", value: `0x${"ab".repeat(30_000)}` }];
  const large = message({ call: { ...sample.call, args }, explanation: tree(2) });
  expect(webhookBody(large)).toBe(JSON.stringify(large));
});

test("no body is larger than 512 kB: arguments are cut and say so", () => {
  const value = `0x${"ab".repeat(200_000)}`;
  const lists = Array.from({ length: 2_000 }, () => "1".repeat(70));
  const args = [
    { name: "data", type: "bytes", value },
    { name: "list", type: "uint256[]", value: lists },
    { name: "flag", type: "bool", value: true },
  ];
  const event = { ...sample.call, logIndex: 0, topics: [], data: "0x", args };
  const body = webhookBody(message({ call: { ...sample.call, args }, event }, 5));
  expect(bytes(body)).toBeLessThanOrEqual(512_000);
  const { shortened, data, group } = JSON.parse(body);
  expect(shortened).toEqual(["explanation", "args"]);
  expect(data.call.args).toMatchObject([{ truncated: true }, { truncated: true }, { name: "flag", value: true }]);
  expect(data.call.args[2]).not.toHaveProperty("truncated");
  expect(value.startsWith(data.call.args[0].value)).toBe(true);
  expect(group.alerts).toHaveLength(5);
});

test("hostile text stays JSON: half surrogates, line separators, quotes", () => {
  const title = '\ud800 \u2028 "}] \u202e \u0000';
  const parsed = JSON.parse(Buffer.from(webhookBody(message({ title })), "utf8").toString("utf8"));
  expect(parsed.data.title).toBe(title);
});
