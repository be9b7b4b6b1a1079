import fc from "fast-check";
import { expect, test } from "vitest";

import { discordRefusal } from "../../../tests/support/fake-discord";
import { discordMessage, plainDiscordMessage } from "./discord-message";
import { discordText } from "./discord-text";
import type { OutgoingMessage } from "./outgoing-message";
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
});

test("whatever a chain puts into an alert, both forms stay within Discord's limits", () => {
  fc.assert(
    fc.property(hostileMessage, (given) => {
      const { title, description, signature, args, uncertain, reason, steps, isEvent, ...rest } = given;
      const call = { selector: "0x715018a6", signature, name: null, args };
      const outgoing = message(rest, {
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
      for (const rendered of [discordMessage(outgoing), plainDiscordMessage(outgoing)]) {
        expect(discordRefusal(JSON.parse(JSON.stringify(rendered)))).toBeNull();
        // The author line alone is no Markdown: nothing in it is rendered, so nothing in it is escaped.
        const markdown = rendered.embeds?.map(({ author: _author, ...embed }) => embed) ?? rendered.content;
        expect(JSON.stringify(markdown)).not.toMatch(/[^\\]@everyone/);
      }
    }),
    { numRuns: 300 },
  );
});
