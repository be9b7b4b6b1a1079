import { Interface } from "ethers";
import fc from "fast-check";
import { expect, test } from "vitest";

import { decodeLog } from "~/domain/transactions/decode-log";
import { DANGER_EVENTS } from "./danger-events";
import { describeEvent } from "./describe-event";
import { resolveEvent } from "./resolve-event";

const TO = `0x${"aa".repeat(20)}`;
const FROM = `0x${"bb".repeat(20)}`;
const WHO = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
const ZERO = `0x${"00".repeat(20)}`;
const MAX = 2n ** 256n - 1n;
const HASH = `0x${"cd".repeat(32)}`;

function describe(declaration: string, values: unknown[], name: string | null = "Vault") {
  const resolved = resolveEvent({ event: declaration, abi: null });
  if (!resolved.ok) throw new Error(resolved.detail);
  const fragment = declaration.slice(0, declaration.indexOf("("));
  const log = new Interface([`event ${declaration}`]).encodeEventLog(fragment, values);
  const event = decodeLog({ address: TO, topics: log.topics, data: log.data, logIndex: 0 }, resolved.events);
  return describeEvent({ event, contract: { name, address: TO }, from: FROM, txHash: HASH });
}

const ROLE = `0x${"00".repeat(32)}`;

test.each([
  [
    "OwnershipTransferred(address indexed previousOwner, address indexed newOwner)",
    [WHO, ZERO],
    "Ownership of Vault was given up",
  ],
  [
    "OwnershipTransferred(address indexed a, address indexed b)",
    [ZERO, WHO],
    "Ownership of Vault was transferred to 0x5aAe…eAed",
  ],
  ["Upgraded(address indexed implementation)", [WHO], "Vault was upgraded to 0x5aAe…eAed"],
  [
    "RoleGranted(bytes32 indexed role, address indexed account, address indexed sender)",
    [ROLE, WHO, TO],
    "DEFAULT_ADMIN_ROLE on Vault was granted to 0x5aAe…eAed",
  ],
  [
    "Transfer(address indexed from, address indexed to, uint256 value)",
    [ZERO, WHO, 1500],
    "1,500 of Vault were minted to 0x5aAe…eAed",
  ],
  [
    "Transfer(address indexed from, address indexed to, uint256 indexed tokenId)",
    [WHO, ZERO, 7],
    "Token 7 of Vault held by 0x5aAe…eAed was burned",
  ],
  [
    "Approval(address indexed owner, address indexed spender, uint256 value)",
    [WHO, WHO, MAX],
    "Unlimited approval of Vault by 0x5aAe…eAed was given to 0x5aAe…eAed",
  ],
  ["AddedOwner(address indexed owner)", [WHO], "0x5aAe…eAed was added as a signer of Vault"],
  ["PauseChanged(bool isPaused)", [true], "Vault was paused"],
  ["Unheard(string indexed x, uint256[] y)", ["a", [1]], "Unheard was logged by Vault"],
])("%s has its sentence (%#)", (declaration, values, title) => {
  expect(describe(declaration, values).title).toBe(title);
});

test("the description says why it matters, in which transaction and by whom", () => {
  const { description } = describe("Paused(address account)", [WHO]);
  expect(description).toMatch(/^The protocol stopped: .* Logged by 0xaA.* in transaction 0xcdcd.*, sent by 0xbB.*\.$/i);
  const event = { topic0: null, signature: null, name: null, args: [] };
  expect(describeEvent({ event, contract: { name: null, address: TO }, from: null, txHash: HASH })).toEqual({
    title: "Event without a name was logged by 0xaAaA…aaAa",
    description: `Logged by 0xaAaAaAaaAaAaAaaAaAAAAAAAAaaaAaAaAaaAaaAa in transaction ${HASH}, sent by an unknown sender.`,
  });
});

test("an event that cannot be read, or only by a guess, says so", () => {
  const event = { topic0: DANGER_EVENTS[0]?.topic0 ?? null, signature: "x()", name: "X", args: [], error: "Broken." };
  const unreadable = describeEvent({ event, contract: { name: "Vault", address: TO }, from: FROM, txHash: HASH });
  expect(unreadable.title).toBe("X was logged by Vault");
  expect(unreadable.description).toContain("Its arguments could not be read. Broken.");
  expect(describe("AddedOwner(address owner)", [WHO]).description).not.toContain("It is not known");
});

test("hostile names stay on one line, are cut, and cannot turn the text around", () => {
  const { title } = describe("Paused(address account)", [WHO], `Vault\n\u202E${"x".repeat(500)}`);
  expect(title).toMatch(/^Vault ⟨U\+202E⟩x+… was paused by 0x5aAe…eAed$/);
});

test("every sentence uses only the event's parameters", () => {
  for (const { event, inputs, sentence } of DANGER_EVENTS) {
    const variants = typeof sentence === "string" ? [sentence] : sentence.map(([, text]) => text);
    const conditions = typeof sentence === "string" ? [] : sentence.flatMap(([when]) => (when ? [when[0]] : []));
    const used = variants.flatMap((text) => [...text.matchAll(/\{(\w+)/g)].map(([, key]) => key));
    const names = ["contract", ...inputs.map((input) => input.name)];
    for (const key of [...used, ...conditions]) expect(names, event).toContain(key);
    if (typeof sentence !== "string") expect(sentence.at(-1)?.[0], event).toBeNull();
  }
});

test("every row of the table has a sentence for whatever log", () => {
  const word = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString("hex"));
  const logs = fc.tuple(fc.constantFrom(...DANGER_EVENTS), fc.array(word, { maxLength: 3 }), fc.array(word));
  fc.assert(
    fc.property(logs, fc.string({ unit: "binary" }), ([row, topics, words], name) => {
      const resolved = resolveEvent({ event: row.topic0, abi: null });
      const all = [row.topic0, ...topics.map((topic) => `0x${topic}`)];
      const log = { address: TO, topics: all, data: `0x${words.join("")}`, logIndex: 0 };
      const event = decodeLog(log, resolved.ok ? resolved.events : []);
      const { title } = describeEvent({ event, contract: { name, address: TO }, from: FROM, txHash: HASH });
      expect(title).toMatch(/^[^\n{}]* (was|were|executed|failed|may)\b[^\n]*$/u);
      expect(title.length).toBeLessThan(260);
    }),
    { numRuns: 1_000 },
  );
});
