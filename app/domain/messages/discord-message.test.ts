import fc from "fast-check";
import { expect, test } from "vitest";

import { discordRefusal } from "../../../tests/support/fake-discord";
import { discordMessage, plainDiscordMessage } from "./discord-message";
import { discordText } from "./discord-text";
import type { GroupedAlert, MessageGroup, OutgoingMessage } from "./outgoing-message";
import { sampleAlert } from "./sample-alert";

const AT = new Date("2026-01-01T00:00:00.000Z");

function message(
  change: Partial<OutgoingMessage> = {},
  alert: Partial<ReturnType<typeof sampleAlert>> = {},
): OutgoingMessage {
  return {
    type: "alert.created",
    timestamp: AT.toISOString(),
    alert: { ...sampleAlert(AT), ...alert },
    links: { alertUrl: "https://sentinel.example.org/alerts/1", explorerUrl: "https://etherscan.io/tx/0x1" },
    networkLabel: "Ethereum",
    ruleName: "Owner leaves",
    contractName: "Treasury Vault",
    runbookUrl: "https://wiki.example.org/run(book)",
    ...change,
  };
}

test("an alert reads sentence first, then what, where and links", () => {
  const [embed] = discordMessage(message()).embeds ?? [];
  expect(embed).toMatchObject({
    title: "Ownership of Sample Vault is being renounced",
    author: { name: "CRITICAL · Ethereum" },
    color: 0xe5484d,
    url: "https://sentinel.example.org/alerts/1",
  });
  expect(embed?.description).toMatch(/^\*\*Pending: not in a block yet\*\*\n/);
  const links = embed?.fields.find(({ name }) => name === "Links")?.value;
  expect(links).toContain("[Open alert](https://sentinel.example.org/alerts/1)");
  expect(links).toContain("[Runbook](https://wiki.example.org/run%28book%29)");
});

test("nobody can be mentioned, and info alerts ring no phone", () => {
  expect(discordMessage(message()).allowed_mentions).toEqual({ parse: [] });
  expect(plainDiscordMessage(message()).allowed_mentions).toEqual({ parse: [] });
  expect(discordMessage(message({}, { severity: "info" })).flags).toBe(4096);
});

test("a link to a host that Discord refuses stays a link, but not the embed's", () => {
  const links = { alertUrl: "http://localhost:3000/alerts/1", explorerUrl: null };
  const rendered = discordMessage(message({ links, runbookUrl: "javascript:alert(1)" }));
  expect(rendered.embeds?.[0]?.url).toBeUndefined();
  expect(rendered.embeds?.[0]?.fields.at(-1)?.value).toBe("[Open alert](http://localhost:3000/alerts/1)");
  expect(discordRefusal(rendered)).toBeNull();
});

test("a test message says that it is one", () => {
  const rendered = discordMessage(message({ type: "channel.test", alert: null, networkLabel: "" }));
  expect(rendered.embeds?.[0]?.title).toMatch(/^Test: /);
  expect(rendered.embeds?.[0]?.footer.text).toContain("nothing happened");
  expect(plainDiscordMessage(message({ type: "channel.test", alert: null })).content).toContain("test message");
});

const ALERT_URL = "https://sentinel.example.org/alerts/2";
const grouped = (fields: Partial<ReturnType<typeof sampleAlert>> = {}): GroupedAlert => ({
  alert: { ...sampleAlert(AT), ...fields },
  alertUrl: ALERT_URL,
  ruleName: "Owner leaves",
  contractName: "Treasury Vault",
});
const group = (change: Partial<MessageGroup> = {}): MessageGroup => ({
  kind: "rule",
  count: 14,
  bySeverity: { critical: 9, high: 5 },
  first: [
    grouped(),
    grouped({ txStatus: "confirmed", blockNumber: 12 }),
    grouped({ acknowledgedAt: AT.toISOString() }),
  ],
  from: "2026-01-01T00:00:00.000Z",
  to: "2026-01-01T00:14:00.000Z",
  feedUrl: "https://sentinel.example.org/alerts?rule=1",
  ...change,
});

test("several alerts are counted, the first ones named with what is so now, and all of them linked", () => {
  const [embed] = discordMessage(message({ group: group() })).embeds ?? [];
  expect(embed?.title).toBe("14 alerts of “Owner leaves”");
  expect(embed?.description).toBe("**9 critical, 5 high, from 00:00 to 00:14 UTC**");
  expect(embed?.fields.map(({ value }) => value)).toEqual([
    expect.stringMatching(/^Pending: not in a block yet · Treasury Vault · 00:00 UTC · \[Open\]/),
    expect.stringMatching(/^Confirmed in block 12/),
    expect.stringMatching(/^Acknowledged\. Pending/),
    "… and 11 more in Sentinel",
    expect.stringContaining("[Open all](https://sentinel.example.org/alerts?rule=1)"),
  ]);
  expect(discordMessage(message({ group: group({ kind: "digest" }) })).flags).toBe(4096);
});

test("who acknowledged is said, and of one among several only beside that one", () => {
  const acknowledged = { by: "Ana", via: "Telegram", at: AT.toISOString(), note: "on it" };
  const [embed] = discordMessage(message({ type: "alert.updated", change: "acknowledged", acknowledged })).embeds ?? [];
  expect(embed?.title).toMatch(/^Acknowledged: Ownership/);
  expect(embed?.description).toContain("Acknowledged by Ana through Telegram: on it.");
  const [several] = discordMessage(message({ acknowledged, group: group() })).embeds ?? [];
  expect(several?.description).not.toContain("Ana");
});

test("an escalation, a failed channel and an ending silence say what they are", () => {
  const escalation = { id: "0190d3a0-0000-7000-8000-000000000001", policyName: "On call", step: 2, steps: 3, round: 1 };
  const failure = {
    channelId: escalation.id,
    channelName: "Pager",
    channelType: "pagerduty",
    reason: "It answered 500",
  };
  const silence = {
    id: escalation.id,
    summary: "rule Owner leaves",
    reason: "Upgrade",
    endsAt: "2026-01-01T01:00:00.000Z",
  };
  const embedOf = (change: Partial<OutgoingMessage>) => discordMessage(message(change)).embeds?.[0];

  const escalated = embedOf({ type: "alert.escalated", about: { escalation } });
  expect(escalated?.title).toMatch(/^Not acknowledged: /);
  expect(escalated?.description).toContain("Step 2 of 3 of On call.");

  const failed = embedOf({ type: "delivery.failed", about: { failure } });
  expect(failed?.title).toMatch(/^Pager was not told: Ownership/);
  expect(failed?.description).toContain("Pager (pagerduty) could not be told: It answered 500.");

  const failing = embedOf({ type: "channel.failing", alert: null, about: { failure }, networkLabel: "" });
  expect(failing).toMatchObject({ title: "Channel Pager (pagerduty) keeps failing", author: { name: "SENTINEL" } });
  expect(JSON.stringify(failing)).not.toContain("Sample Vault");

  const ending = embedOf({ type: "silence.expiring", alert: null, about: { silence } });
  expect(ending?.title).toBe("A silence is about to end: rule Owner leaves");
  expect(ending?.description).toBe("It ends 2026-01-01 01:00 UTC. Its reason: Upgrade.");
});

test("the link that acknowledges stands beside the others", () => {
  const acknowledgeUrl = "https://sentinel.example.org/ack/AZehsg";
  const rendered = discordMessage(message({ links: { ...message().links, acknowledgeUrl } }));
  expect(rendered.embeds?.[0]?.fields.at(-1)?.value).toContain(`[Acknowledge](${acknowledgeUrl})`);
});

test("a channel's own words keep their Markdown, and what they name is escaped, links excepted", () => {
  const templates = {
    title: "**{{severity}}**: {{title}}",
    body: "{{#runbookUrl}}[What to do]({{runbookUrl}}){{/runbookUrl}}\n\n\n\n{{contract}}",
  };
  const own = message({ templates, contractName: "*Vault*" }, { title: "@everyone [x](https://evil.example)" });
  const [embed] = discordMessage(own).embeds ?? [];
  expect(embed?.title).toBe("**critical**: \\@everyone \\[x\\](https\\://evil.example)");
  expect(embed?.description).toBe(
    "**Pending: not in a block yet**\n[What to do](https://wiki.example.org/run%28book%29)\n\n\\*Vault\\*",
  );
});

test("own words never hide what kind of message it is, and blank ones are no words", () => {
  const title = (change: Partial<OutgoingMessage>) => discordMessage(message(change)).embeds?.[0]?.title;
  const templates = { title: "Mine: {{title}}" };
  expect(title({ templates, type: "channel.test" })).toMatch(/^Test: Mine: /);
  expect(title({ templates, type: "alert.escalated" })).toMatch(/^Not acknowledged: Mine: /);
  expect(title({ templates, group: group() })).toBe("14 alerts of “Owner leaves”");
  expect(title({ templates: { title: "{{count}}× {{rule}}" }, group: group() })).toBe("14× Owner leaves");
  expect(title({ templates: { title: "{{event}}" } })).toMatch(/^Ownership of Sample Vault/);
});

test("Markdown, mentions, links and list marks in outside text are inert", () => {
  expect(discordText("**x** _y_ ~~z~~ `c` ||s|| > q", 200)).toBe(
    "\\*\\*x\\*\\* \\_y\\_ \\~\\~z\\~\\~ \\`c\\` \\|\\|s\\|\\| \\> q",
  );
  expect(discordText("@everyone <@1> <e:1> [a](https://evil.example)", 200)).toBe(
    "\\@everyone \\<\\@1\\> \\<e:1\\> \\[a\\](https\\://evil.example)",
  );
  expect(discordText("- item", 200)).toBe("\\- item");
  expect(discordText("1. item", 200)).toBe("1\\. item");
  expect(discordText("\\- item", 200)).toBe("\\\\- item");
  expect(discordText("# big\n# big", 200)).toBe("\\# big \\# big");
  expect(discordText("abc\u202Edcba", 200)).toBe("abc⟨U+202E⟩dcba");
});

test("a cut says how much there was, and breaks neither an escape nor a character", () => {
  const cut = discordText("*".repeat(1000), 100);
  expect(cut.length).toBeLessThanOrEqual(100);
  expect(cut).toMatch(/^(\\\*)+… \(cut; 1,000 characters in all\)$/);
  expect(discordText("😀".repeat(500), 100)).toMatch(/^(😀)+… \(cut; 1,000 characters in all\)$/u);
});

const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 3000 }),
  fc.string({
    unit: fc.constantFrom("\\", "*", "`", "@", "\u202E", "\u0000", "\uD800", "😀", "\u00A0", "\u0301", "\n"),
    maxLength: 6000,
  }),
  fc.constantFrom("", " ", "\u3000", "\u200B", "@everyone", "```", "a".repeat(100_000)),
);
const address = sampleAlert(AT).from;
const hostileMessage = fc.record({
  uncertain: fc.option(hostile),
  reason: fc.option(hostile),
  steps: fc.array(fc.record({ to: fc.constant(address), name: hostile, index: fc.option(fc.nat()) }), { maxLength: 8 }),
  isEvent: fc.boolean(),
  title: hostile,
  description: hostile,
  signature: fc.option(hostile),
  args: fc.array(
    fc.record({ name: fc.option(hostile), type: hostile, value: fc.oneof(hostile, fc.boolean(), fc.array(hostile)) }),
    { maxLength: 30 },
  ),
  ruleName: fc.option(hostile),
  contractName: fc.option(hostile),
  networkLabel: hostile,
  runbookUrl: fc.option(fc.oneof(hostile, fc.webUrl({ withQueryParameters: true }))),
  templates: fc.record({
    title: fc.constantFrom(undefined, "{{title}}", "{{rule}} {{title}}", "x".repeat(500)),
    body: fc.constantFrom(
      undefined,
      "{{description}}\n".repeat(200),
      "\\".repeat(4000),
      "[a]({{alertUrl}})\n".repeat(200),
    ),
  }),
  acknowledged: fc.option(
    fc.record({
      by: fc.option(hostile),
      via: fc.option(hostile),
      at: fc.constant(AT.toISOString()),
      note: fc.option(hostile),
    }),
  ),
  size: fc.constantFrom(0, 0, 2, 5),
  kind: fc.constantFrom("alert.created", "alert.updated", "delivery.failed", "alert.escalated", "channel.failing"),
  url: fc.constantFrom("https://sentinel.example.org/alerts/1", `https://sentinel.example.org/${"a".repeat(270)}`),
});

test("whatever a chain puts into an alert, both forms stay within Discord's limits", () => {
  fc.assert(
    fc.property(hostileMessage, (given) => {
      const { title, description, signature, args, uncertain, reason, steps, isEvent, size, kind, url, ...rest } =
        given;
      const call = { selector: "0x715018a6", signature, name: null, args };
      const failure = { channelId: rest.networkLabel, channelName: title, channelType: title, reason: description };
      const escalation = { id: title, policyName: title, step: 1, steps: 2, round: 9 };
      const change: Partial<OutgoingMessage> = {
        ...rest,
        templates: { ...(rest.templates as object) },
        type: kind,
        about: { failure, escalation },
        links: { alertUrl: url, explorerUrl: url, acknowledgeUrl: url },
        group:
          size === 0
            ? null
            : group({ first: Array(size).fill({ ...grouped({ title }), alertUrl: url }), feedUrl: url }),
      };
      const outgoing = message(change, {
        title,
        description,
        call,
        value: String(2n ** 256n - 1n),
        uncertain,
        detection: "mined",
        isReplaced: true,
        replacedByHash: sampleAlert(AT).txHash,
        occurrences: 10_000,
        senders: 9_000,
        outcome: { kind: "would_revert", reason, blockNumber: 1 },
        path: { depth: 1, caller: null, kind: "scheduled", path: steps, more: 0, truncated: reason },
        event: isEvent ? { name: signature, signature, args, logIndex: 0, topics: [], data: "0x" } : null,
      });
      const shown = kind === "channel.failing" ? { ...outgoing, alert: null } : outgoing;
      for (const rendered of [discordMessage(shown), plainDiscordMessage(shown)]) {
        expect(discordRefusal(JSON.parse(JSON.stringify(rendered)))).toBeNull();
        // The author line alone is no Markdown: nothing in it is rendered, so nothing in it is escaped.
        const markdown = rendered.embeds?.map(({ author: _author, ...embed }) => embed) ?? rendered.content;
        expect(JSON.stringify(markdown)).not.toMatch(/[^\\]@everyone/);
      }
    }),
    { numRuns: 300 },
  );
});
