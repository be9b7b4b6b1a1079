import fc from "fast-check";
import { expect, test } from "vitest";

import { autoLinks, parseHtml } from "../../../tests/support/fake-telegram/parse-html";
import { telegramRefusal } from "../../../tests/support/fake-telegram/refuse-message";
import type { OutgoingMessage } from "./outgoing-message";
import { sampleAlert } from "./sample-alert";
import { plainTelegramMessage, telegramMessage } from "./telegram-message";
import { telegramText } from "./telegram-text";

const AT = new Date("2026-01-01T03:00:00.000Z");
const DATA = "a:AZvxnkQAcAC-9mZmZmZmZmZmZmZmZmZmZmZm";

function message(
  change: Partial<OutgoingMessage> = {},
  alert: Partial<ReturnType<typeof sampleAlert>> = {},
): OutgoingMessage {
  return {
    type: "alert.created",
    timestamp: AT.toISOString(),
    alert: { ...sampleAlert(AT), ...alert },
    links: { alertUrl: "https://sentinel.example.org/alerts/1", explorerUrl: "https://etherscan.io/tx/0x1?a=1&b=2" },
    networkLabel: "Ethereum",
    ruleName: "Owner leaves",
    contractName: "Treasury Vault",
    runbookUrl: "https://wiki.example.org/run",
    ...change,
  };
}

const read = (outgoing: OutgoingMessage) => parseHtml(telegramMessage(outgoing).text).text;
const failure = { channelId: sampleAlert(AT).id, channelName: "Room", channelType: "discord", reason: "404" };

test("an alert reads sentence first, then its state, then details and links", () => {
  const rendered = telegramMessage(message(), DATA);
  const { text, entities } = parseHtml(rendered.text);
  expect(text.split("\n").slice(0, 2)).toEqual([
    "🟥 CRITICAL: Ownership of Sample Vault is being renounced",
    "Pending: not in a block yet · Ethereum",
  ]);
  expect(text).toContain(`Contract: Treasury Vault ${sampleAlert(AT).to}`);
  expect(text.split("\n").at(-1)).toBe("Open alert · Block explorer · Runbook");
  expect(entities).toContainEqual(expect.objectContaining({ url: "https://etherscan.io/tx/0x1?a=1&b=2" }));
  expect(rendered).toMatchObject({
    parse_mode: "HTML",
    link_preview_options: { is_disabled: true },
    reply_markup: {
      inline_keyboard: [
        [
          { text: "Acknowledge", callback_data: DATA },
          { text: "Open", url: "https://sentinel.example.org/alerts/1" },
        ],
      ],
    },
  });
  expect(rendered.disable_notification).toBeUndefined();
});

test.each(["low", "info"] as const)("%s alerts ring no phone", (severity) => {
  expect(telegramMessage(message({}, { severity })).disable_notification).toBe(true);
});

test("an address that Telegram refuses is said in clear, and is no button", () => {
  const links = { alertUrl: "http://localhost:3000/alerts/1", explorerUrl: null };
  const rendered = telegramMessage(message({ links, runbookUrl: "javascript:alert(1)" }), DATA);
  expect(rendered.reply_markup?.inline_keyboard).toEqual([[{ text: "Acknowledge", callback_data: DATA }]]);
  expect(rendered.text).toMatch(/Open alert: http:\/\/localhost:3000\/alerts\/1$/);
  expect(telegramRefusal(rendered)).toBeNull();
});

test("without a button the link that acknowledges is in the text, with one it is not", () => {
  const links = { ...message().links, acknowledgeUrl: "https://sentinel.example.org/ack/token" };
  expect(read(message({ links }))).toMatch(/Acknowledge$/);
  expect(parseHtml(telegramMessage(message({ links }), DATA).text).text).not.toContain("Acknowledge");
});

test("who acknowledged is said, and there is nothing left to press", () => {
  const acknowledged = { by: "Ann", via: "Telegram", at: "2026-01-01T03:12:40.000Z", note: "on it <b>" };
  const outgoing = message(
    { type: "alert.updated", change: "acknowledged", acknowledged },
    { acknowledgedAt: acknowledged.at, txStatus: "confirmed", blockNumber: 9 },
  );
  const text = read(outgoing);
  expect(text).toContain("✅ Acknowledged by Ann via Telegram at 03:12 UTC: on it <b>");
  expect(text).toContain("Confirmed in block 9");
  const buttons = telegramMessage(outgoing, DATA).reply_markup?.inline_keyboard.flat();
  expect(buttons).toEqual([{ text: "Open", url: "https://sentinel.example.org/alerts/1" }]);
  const later = { ...acknowledged, at: "2026-01-02T03:12:40.000Z", by: null, via: null, note: null };
  expect(read({ ...outgoing, acknowledged: later })).toContain("✅ Acknowledged by somebody at 2026-01-02 03:12 UTC");
});

test("a test message says that it is one", () => {
  const outgoing = message({ type: "channel.test", alert: null, sample: true, networkLabel: "" });
  expect(read(outgoing)).toMatch(/^🟥 CRITICAL: Test: [\s\S]*Test message: nothing happened\./);
  expect(plainTelegramMessage(outgoing).text).toContain("This is a test message");
});

test("the other kinds of message say what they are about", () => {
  const escalation = { id: failure.channelId, policyName: "On call", step: 2, steps: 3, round: 1 };
  expect(read(message({ type: "alert.escalated", about: { escalation } }))).toContain("Step 2 of 3 of On call");
  expect(read(message({ type: "delivery.failed", about: { failure } }))).toContain("Room (discord) could not be told");
  const failing = read(message({ type: "channel.failing", alert: null, about: { failure } }));
  expect(failing).toMatch(/^⚠️ Channel Room \(discord\) keeps failing/);
  expect(failing).not.toContain("Contract");
  const silence = { id: failure.channelId, summary: "rule X", reason: "upgrade", endsAt: AT.toISOString() };
  const expiring = message({ type: "silence.expiring", alert: null, about: { silence } });
  expect(read(expiring)).toContain("A silence is about to end: rule X");
  expect(telegramMessage(expiring).disable_notification).toBe(true);
});

const grouped = (count: number, alert = sampleAlert(AT)): OutgoingMessage =>
  message({
    group: {
      kind: "rule",
      count,
      bySeverity: { critical: 2, high: count - 2 },
      first: Array.from({ length: 5 }, () => ({
        alert,
        alertUrl: "https://sentinel.example.org/alerts/2",
        ruleName: "Owner leaves",
        contractName: "Vault",
      })),
      from: "2026-01-01T03:00:00.000Z",
      to: "2026-01-01T03:00:29.000Z",
      feedUrl: "https://sentinel.example.org/alerts?ruleId=1",
    },
  });

test("a group tells how many, the first five, and is acknowledged as a whole", () => {
  const rendered = telegramMessage(grouped(1_234), DATA);
  const { text } = parseHtml(rendered.text);
  expect(text).toContain("1,234 alerts");
  expect(text).toContain("2 critical, 1,232 high · 2026-01-01 03:00 UTC");
  expect(text.match(/^• /gm)).toHaveLength(5);
  expect(text).toContain("… and 1,229 more");
  expect(rendered.reply_markup?.inline_keyboard[0]).toEqual([
    { text: "Acknowledge all 1,234", callback_data: DATA },
    { text: "Open", url: "https://sentinel.example.org/alerts?ruleId=1" },
  ]);
  const done = telegramMessage(grouped(6, { ...sampleAlert(AT), acknowledgedAt: AT.toISOString() }), DATA);
  expect(done.reply_markup?.inline_keyboard.flat().map(({ text }) => text)).toEqual(["Open"]);
  const acknowledged = { by: "Ann", via: "Telegram", at: AT.toISOString(), note: null };
  expect(read({ ...grouped(6), acknowledged })).not.toContain("Acknowledged");
});

test("a channel's own words take the place of ours, and are no markup", () => {
  const templates = { title: "{{severity}} <b>on</b> {{network}}", body: "Contract: {{contract}}\nnext & last" };
  const { text } = parseHtml(telegramMessage(message({ templates })).text);
  expect(text).toContain("critical <b>on</b> Ethereum");
  expect(text).toContain("Contract: Treasury Vault\nnext & last");
  expect(text).not.toContain("A test message from Sentinel");
  expect(read(message({ templates, type: "alert.escalated" }))).toContain("Not acknowledged: critical <b>on");
  expect(read({ ...grouped(7), templates })).toContain("7 alerts");
});

test("outside text mentions nobody, commands no bot and links nowhere", () => {
  const text = "@everyone /start https://evil.example tg://resolve?x pay.evil.com a@b.org #x";
  expect(autoLinks({ text, entities: [] }).length).toBeGreaterThan(4);
  expect(autoLinks(parseHtml(telegramText(text, 500)))).toEqual([]);
  expect(telegramText("<b>&amp;</b>", 100)).toBe("&lt;b&gt;&amp;amp;&lt;/b&gt;");
  expect(telegramText("abc\u202Edcba\nx", 100)).toBe("abc⟨U+202E⟩dcba x");
});

test("a cut says how much there was, and breaks no character", () => {
  const cut = telegramText("😀".repeat(500_000), 100);
  expect(cut.length).toBeLessThanOrEqual(100);
  expect(cut).toMatch(/^(😀)+… \(cut; 1,000,000 characters in all\)$/u);
});

const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 3000 }),
  fc.string({
    unit: fc.constantFrom(
      "<",
      ">",
      "&",
      "@a",
      "/a",
      "\u202E",
      "\u0000",
      "\uD800",
      "😀",
      "\u0301",
      "\n",
      "://x",
      "x.com ",
    ),
    maxLength: 6000,
  }),
  fc.constantFrom("", " ", "\u3000", "@everyone", "</b></a>", "&lt;&#60;", "a".repeat(1_000_000)),
);
const nullable = fc.option(hostile);
const address = sampleAlert(AT).from;

test("whatever a chain puts into an alert, every form parses, fits and stays inert", () => {
  const given = fc.record({
    title: hostile,
    description: hostile,
    words: fc.record({ uncertain: nullable, signature: nullable, ruleName: nullable, contractName: nullable }),
    networkLabel: hostile,
    runbookUrl: fc.option(fc.oneof(hostile, fc.webUrl({ withQueryParameters: true }))),
    steps: fc.array(fc.record({ to: fc.constant(address), name: hostile, index: fc.option(fc.nat()) }), {
      maxLength: 8,
    }),
    args: fc.array(fc.record({ name: nullable, type: hostile, value: fc.oneof(hostile, fc.boolean()) }), {
      maxLength: 30,
    }),
    template: fc.option(hostile.map((text) => text.slice(0, 4_000))),
    isGroup: fc.boolean(),
    alertUrl: fc.constantFrom(`http://localhost/${"x".repeat(230)}`, "https://s.example.org/a?b=%22%3E", "no url"),
  });
  fc.assert(
    fc.property(given, ({ title, description, words, steps, args, template, isGroup, alertUrl, ...rest }) => {
      const { uncertain, signature, ...names } = words;
      const alert = {
        ...sampleAlert(AT),
        title,
        description,
        uncertain,
        call: { selector: "0x715018a6", signature, name: null, args },
        value: String(2n ** 256n - 1n),
        isReplaced: true,
        replacedByHash: sampleAlert(AT).txHash,
        occurrences: 10_000,
        senders: 9_000,
        path: { depth: 1, caller: null, kind: "scheduled" as const, path: steps, more: 0, truncated: uncertain },
      };
      const outgoing: OutgoingMessage = {
        ...message({ ...rest, ...names }, alert),
        links: { alertUrl, explorerUrl: alertUrl, acknowledgeUrl: alertUrl },
        acknowledged: { by: title, via: title, at: AT.toISOString(), note: description },
        about: { failure: { ...failure, channelName: title, reason: description } },
        templates: template === null ? null : { title: template, body: template },
        group: isGroup ? (grouped(12, alert).group ?? null) : null,
      };
      for (const rendered of [telegramMessage(outgoing, DATA), plainTelegramMessage(outgoing, DATA)]) {
        const { disable_notification: _quiet, ...sent } = JSON.parse(JSON.stringify(rendered));
        expect(telegramRefusal(sent)).toBeNull();
      }
      const links = autoLinks(parseHtml(telegramMessage(outgoing, DATA).text));
      expect(links.filter((link) => !link.startsWith("http://localhost"))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
