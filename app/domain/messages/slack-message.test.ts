import fc from "fast-check";
import { expect, test } from "vitest";

import { type FakeSlackMessage, slackMarkupOf, slackRefusal } from "../../../tests/support/fake-slack";
import type { OutgoingMessage } from "./outgoing-message";
import { sampleAlert } from "./sample-alert";
import { plainSlackMessage, slackMessage } from "./slack-message";
import { slackMarkup, slackPlain } from "./slack-text";

const AT = new Date("2026-01-01T00:00:00.000Z");

/** As it is on the wire. */
const wire = (rendered: unknown): FakeSlackMessage => JSON.parse(JSON.stringify(rendered));

function message(
  change: Partial<OutgoingMessage> = {},
  alert: Partial<ReturnType<typeof sampleAlert>> = {},
): OutgoingMessage {
  return {
    type: "alert.created",
    timestamp: AT.toISOString(),
    alert: { ...sampleAlert(AT), ...alert },
    links: {
      alertUrl: "https://sentinel.example.org/alerts/1?a=1&b=2",
      explorerUrl: "https://etherscan.io/tx/0x1",
      acknowledgeUrl: "https://sentinel.example.org/ack/abc",
    },
    networkLabel: "mainnet",
    ruleName: "Owner leaves",
    contractName: "Treasury Vault",
    runbookUrl: "https://wiki.example.org/run|book",
    ...change,
  };
}

test("the lock screen gets severity, what and where; the blocks the details and the links", () => {
  const { text, blocks = [] } = slackMessage(message());
  expect(text).toBe("[CRITICAL] Ownership of Sample Vault is being renounced (Treasury Vault, mainnet)");
  expect(blocks[0]).toMatchObject({ text: { text: "🔴 Ownership of Sample Vault is being renounced" } });
  expect(blocks[2]).toMatchObject({ text: { type: "mrkdwn", text: "*Pending: not in a block yet*", verbatim: true } });
  expect(slackMarkupOf(wire({ text, blocks }))).toEqual([
    "<https://sentinel.example.org/alerts/1?a=1&amp;b=2|Open alert>",
    "<https://sentinel.example.org/ack/abc|Acknowledge>",
    "<https://etherscan.io/tx/0x1|Block explorer>",
    "<https://wiki.example.org/run%7Cbook|Runbook>",
  ]);
});

test("a follow-up begins with what changed", () => {
  const confirmed = message(
    { type: "alert.updated", change: "confirmed" },
    { txStatus: "confirmed", blockNumber: 12, acknowledgedAt: "2026-01-01T03:12:00.000Z" },
  );
  expect(slackMessage(confirmed).text).toContain("] Confirmed: Ownership of Sample Vault");
  const acknowledged = { by: "Ann", via: "Telegram", at: AT.toISOString(), note: null };
  const taken = slackMessage(message({ type: "alert.updated", change: "acknowledged", acknowledged }));
  expect(taken.text).toContain("] Acknowledged: Ownership of Sample Vault");
  expect(JSON.stringify(taken.blocks)).toContain("Acknowledged by Ann through Telegram.");
});

test("what is about no alert says so without an example's facts", () => {
  const failure = { channelId: crypto.randomUUID(), channelName: "Ops", channelType: "discord", reason: "404" };
  const rendered = slackMessage(
    message({
      type: "channel.failing",
      alert: null,
      about: { failure },
      links: { alertUrl: null, explorerUrl: null },
      templates: { title: "{{title}}", body: "{{from}}" },
    }),
  );
  expect(rendered.text).toBe("[SENTINEL] Channel Ops (discord) keeps failing");
  expect(JSON.stringify(rendered)).not.toContain(sampleAlert(AT).from);
});

test("a group counts, names the first five and leads to all of them", () => {
  const alert = sampleAlert(AT);
  const item = { alert, alertUrl: "https://sentinel.example.org/alerts/1", ruleName: null, contractName: "Vault" };
  const group = {
    kind: "rule" as const,
    count: 1_204,
    bySeverity: { critical: 4, low: 1_200 },
    first: [item, item, item, item, item],
    from: "2026-01-01T00:00:00.000Z",
    to: "2026-01-01T00:20:00.000Z",
    feedUrl: "https://sentinel.example.org/alerts?rule=1",
  };
  const rendered = slackMessage(message({ group }));
  expect(rendered.text).toContain("1,204 alerts of “Owner leaves”");
  const text = JSON.stringify(rendered.blocks);
  expect(text).toContain("4 critical, 1,200 low, from 2026-01-01 00:00 UTC to 2026-01-01 00:20 UTC.");
  expect(text.match(/• </g)).toHaveLength(6);
  expect(text).toContain("<https://sentinel.example.org/alerts?rule=1|and 1,199 more>");
  expect(text).not.toContain("Acknowledge");
});

test("a test says that it is one", () => {
  const rendered = slackMessage(message({ type: "channel.test", alert: null, networkLabel: "" }));
  expect(rendered.text).toMatch(/^\[CRITICAL\] Test: /);
  expect(JSON.stringify(rendered.blocks?.at(-1))).toContain("nothing happened");
});

test("the channel's own words take the sentence's and the description's place", () => {
  const templates = { title: "{{severity}}: {{title}}", body: "*Call* {{call}} by <{{alertUrl}}|Ann>" };
  const { text, blocks } = slackMessage(message({ templates }, { title: "<!channel> *all*" }));
  expect(text).toContain("critical: &lt;!channel&gt; *all*");
  expect(JSON.stringify(blocks)).toContain(
    "*Call* renounceOwnership() by <https://sentinel.example.org/alerts/1?a=1&amp;b=2|Ann>",
  );
  expect(JSON.stringify(blocks)).not.toContain("A test message from Sentinel");
});

test("markup, mentions and quotes in a value are inert", () => {
  expect(slackMarkup("<!channel> <@U1> @here *a* _b_ ~c~ `d`")).toBe(
    "&lt;!channel&gt; &lt;＠U1&gt; ＠here ∗a∗ ˍbˍ ∼c∼ ˋdˋ",
  );
  expect(slackMarkup(">set_owner(a&b)")).toBe("›set_owner(a&amp;b)");
  expect(slackPlain("&".repeat(100), 60)).toMatch(/^(&amp;)+… \(cut\)$/);
});

const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 3_000 }),
  fc.string({
    unit: fc.constantFrom("&", "<", ">", "*", "_", "|", "@", "\u202E", "\uD800", "😀", "\n"),
    maxLength: 4_000,
  }),
  fc.constantFrom("", " ", "<!channel>", "<@U123>", "<https://evil.example|Open alert>", "a".repeat(1_000_000)),
);
const hostileMessage = fc.record({
  title: hostile,
  description: hostile,
  signature: fc.option(hostile),
  args: fc.array(fc.record({ name: fc.option(hostile), type: hostile, value: fc.oneof(hostile, fc.boolean()) }), {
    maxLength: 30,
  }),
  uncertain: fc.option(hostile),
  ruleName: fc.option(hostile),
  contractName: fc.option(hostile),
  networkLabel: hostile,
  runbookUrl: fc.option(fc.oneof(hostile, fc.webUrl({ withQueryParameters: true }))),
  isGroup: fc.boolean(),
  body: fc.constantFrom("{{title}} {{description}} {{arguments}} {{rule}} {{contract}}", "{{call}}", ""),
});

test("whatever a chain puts into an alert, both forms keep Slack's limits and mention nobody", () => {
  fc.assert(
    fc.property(hostileMessage, ({ title, description, signature, args, uncertain, isGroup, body, ...rest }) => {
      const call = { selector: "0x715018a6", signature, name: null, args };
      const change = { title, description, call, uncertain, value: String(2n ** 256n - 1n), occurrences: 10_000 };
      const alert = { ...sampleAlert(AT), ...change };
      const item = { alert, alertUrl: `https://s.example/${"&".repeat(1_900)}`, ruleName: null, contractName: title };
      const group = {
        kind: "rule" as const,
        count: 9,
        bySeverity: { critical: 9 },
        first: [item, item, item, item, item],
        from: AT.toISOString(),
        to: AT.toISOString(),
        feedUrl: "https://sentinel.example.org/alerts",
      };
      const outgoing = message({ ...rest, templates: { body }, group: isGroup ? group : null }, change);
      for (const rendered of [slackMessage(outgoing), plainSlackMessage(outgoing)]) {
        expect(slackRefusal(wire(rendered))).toBeNull();
        for (const markup of slackMarkupOf(wire(rendered))) {
          const label = /^<https?:\/\/[^|<>\s]+\|([^<>]*)>$/.exec(markup)?.[1];
          expect(label).toBeDefined();
          expect(markup).not.toContain("evil.example");
        }
      }
    }),
    { numRuns: 200 },
  );
});
