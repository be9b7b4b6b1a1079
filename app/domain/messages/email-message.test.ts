import fc from "fast-check";
import { expect, test } from "vitest";

import type { Alert } from "~/domain/alerts/alert";
import { emailMessage } from "./email-message";
import type { OutgoingMessage } from "./outgoing-message";
import { sampleAlert } from "./sample-alert";

const AT = new Date("2026-01-01T00:00:00.000Z");

function message(change: Partial<OutgoingMessage> = {}, alert: Partial<Alert> = {}): OutgoingMessage {
  return {
    type: "alert.created",
    timestamp: AT.toISOString(),
    alert: { ...sampleAlert(AT), ...alert },
    links: {
      alertUrl: "https://sentinel.example.org/alerts/1",
      explorerUrl: null,
      acknowledgeUrl: "https://sentinel.example.org/ack/abc?a=1&b=2",
    },
    networkLabel: "mainnet",
    ruleName: "Owner leaves",
    contractName: "Treasury Vault",
    runbookUrl: "javascript:alert(1)",
    ...change,
  };
}

test("subject, text and HTML say the same: the sentence first, links that work", () => {
  const { subject, text, html, headers } = emailMessage(message());
  expect(subject).toBe("[CRITICAL] Ownership of Sample Vault is being renounced (Treasury Vault, mainnet)");
  expect(text.split("\n").slice(0, 2)).toEqual([subject, "Pending: not in a block yet."]);
  expect(text).toContain("Acknowledge: https://sentinel.example.org/ack/abc?a=1&b=2\n");
  expect(html).toContain('<a href="https://sentinel.example.org/ack/abc?a=1&amp;b=2"');
  expect(`${text}${html}`).not.toContain("javascript:");
  expect(headers).toMatchObject({ "Auto-Submitted": "auto-generated", "X-Priority": "1 (Highest)" });
});

test("a follow-up keeps the subject for the thread and begins with what changed", () => {
  const confirmed = emailMessage(
    message({ type: "alert.updated", change: "confirmed" }, { txStatus: "confirmed", blockNumber: 12 }),
  );
  expect(confirmed.subject).toBe(`Re: ${emailMessage(message()).subject}`);
  expect(confirmed.text).toMatch(/^\[CRITICAL\] Confirmed: .*\nConfirmed in block 12\.\n/);
  const acknowledged = { by: "Ann", via: "Telegram", at: AT.toISOString(), note: "on it" };
  const taken = emailMessage(message({ type: "alert.updated", change: "acknowledged", acknowledged }));
  expect(taken.subject).toBe(confirmed.subject);
  expect(taken.text).toContain("Acknowledged by Ann through Telegram: on it.");
});

test("an escalation is a subject of its own: it must not hide in a thread", () => {
  const escalation = { id: crypto.randomUUID(), policyName: "Night", step: 2, steps: 3, round: 1 };
  const { subject, text } = emailMessage(message({ type: "alert.escalated", about: { escalation } }));
  expect(subject).toMatch(/^\[CRITICAL\] Not acknowledged: Ownership/);
  expect(text).toContain("Step 2 of 3 of Night.");
});

test("the channel's own words are text, also in HTML", () => {
  const templates = { title: "{{rule}}: {{title}}", body: "First <b>line</b>\nSecond {{from}}" };
  const { subject, text, html } = emailMessage(message({ templates }));
  expect(subject).toContain("[CRITICAL] Owner leaves: Ownership of Sample Vault");
  expect(text).toContain(`First <b>line</b>\nSecond ${sampleAlert(AT).from}`);
  expect(html).toContain("First &lt;b&gt;line&lt;/b&gt;<br>Second 0x71C7");
});

const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 2_000 }),
  fc.constantFrom(
    "x\r\nBcc: everyone@example.org",
    "<img src=x onerror=alert(1)>",
    '"><script>alert(1)</script>',
    "\u202Egpj.exe",
    "a".repeat(1_000_000),
  ),
);

test("whatever a chain puts into an alert, the subject is one line and the HTML has only our elements", () => {
  fc.assert(
    fc.property(hostile, hostile, (one, other) => {
      const call = {
        selector: "0x715018a6",
        signature: one,
        name: null,
        args: [{ name: other, type: "string", value: one }],
      };
      const given = message(
        { contractName: other, ruleName: one, networkLabel: other, templates: { body: "{{title}} {{description}}" } },
        { title: one, description: other, call, uncertain: other },
      );
      const { subject, text, html } = emailMessage(given);
      expect(subject).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      expect(subject.length).toBeLessThan(600);
      expect(text.length + html.length).toBeLessThan(60_000);
      const elements = new Set(Array.from(html.matchAll(/<\/?([a-z0-9!]+)/gi), ([, name]) => name));
      const ours = ["!doctype", "html", "head", "meta", "title", "body", "div", "span", "h1", "p", "strong", "br", "a"];
      expect([...ours, "table", "tr", "th", "td"]).toEqual(expect.arrayContaining([...elements]));
      for (const [tag] of html.matchAll(/<[^>]*>/g)) {
        expect(tag).toMatch(/^<\/?[a-z0-9!]+( (html|lang|charset|name|content|style|href|scope)(="[^"]*")?)*>$/);
      }
    }),
    { numRuns: 200 },
  );
});
