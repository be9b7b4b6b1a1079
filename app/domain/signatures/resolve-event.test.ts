import fc from "fast-check";
import { expect, test } from "vitest";

import { resolveEvent } from "./resolve-event";

const TRANSFER = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";
const input = (name: string, type: string, indexed = false) => ({ name, type, indexed });
const ABI = [
  { type: "event", name: "LimitSet", inputs: [input("limit", "uint256", true)] },
  { type: "event", name: "LimitSet", inputs: [input("asset", "address", true), input("limit", "uint256")] },
  { type: "event", name: "Note", anonymous: true, inputs: [input("sig", "bytes4", true)] },
  { type: "event", name: "Paused", inputs: [input("who", "address", true)] },
  { type: "function", name: "pause", inputs: [] },
];

function layouts(event: string, abi: unknown = null) {
  const result = resolveEvent({ event, abi });
  if (!result.ok) return result;
  return result.events.map(
    ({ name, inputs, anonymous }) =>
      `${name}(${inputs.map((part) => `${part.type}${part.indexed ? "*" : ""} ${part.name}`).join(", ")})${anonymous ? " anonymous" : ""}`,
  );
}

test("a bare name is every overload and layout, and last one for each signature that stands for any layout", () => {
  expect(layouts("Transfer")).toEqual([
    "Transfer(address* from, address* to, uint256 value)",
    "Transfer(address* from, address* to, uint256* tokenId)",
    "Transfer(address from, address to, uint256 value)",
  ]);
  expect(layouts("LimitSet", ABI)).toEqual([
    "LimitSet(uint256* limit)",
    "LimitSet(address* asset, uint256 limit)",
    "LimitSet(uint256 limit)",
    "LimitSet(address asset, uint256 limit)",
  ]);
  expect(layouts("Paused", ABI)).toEqual(["Paused(address* who)", "Paused(address who)"]);
  expect(layouts("Paused")).toEqual(["Paused(address account)"]);
  expect(layouts("Note", ABI)).toEqual(["Note(bytes4* sig) anonymous"]);
});

test("a full signature takes what is indexed from what is known, and its names as written", () => {
  expect(layouts("Transfer(address,address,uint)")).toEqual(layouts("Transfer"));
  expect(layouts("event Transfer(address a, address b, uint256 c);")).toEqual([
    "Transfer(address* a, address* b, uint256 c)",
    "Transfer(address* a, address* b, uint256* c)",
    "Transfer(address a, address b, uint256 c)",
  ]);
  expect(layouts("Transfer(address indexed,address indexed,uint256)")).toEqual([
    "Transfer(address* from, address* to, uint256 value)",
  ]);
  expect(layouts("LimitSet(address,uint256)", ABI)).toEqual([
    "LimitSet(address* asset, uint256 limit)",
    "LimitSet(address asset, uint256 limit)",
  ]);
  expect(layouts("Unheard((uint8,bytes)[2] x, string indexed y) anonymous")).toEqual([
    "Unheard(tuple[2] x, string* y) anonymous",
  ]);
  expect(layouts("Unheard(uint8)", ABI)).toEqual(["Unheard(uint8 )"]);
});

test("a topic is always accepted, with its name when it is known", () => {
  expect(layouts(` ${TRANSFER.toUpperCase().replace("0X", "0x")} `)).toEqual(layouts("Transfer"));
  const unknown = `0x${"12".repeat(32)}`;
  expect(resolveEvent({ event: unknown, abi: ABI })).toEqual({
    ok: true,
    events: [{ topic0: unknown, signature: null, name: null, inputs: [], anonymous: false }],
  });
  expect(resolveEvent({ event: "Note", abi: ABI })).toMatchObject({ events: [{ topic0: null }] });
});

test.each([
  ["0x715018a6", "topic_length", "function's selector", { start: 0, end: 10 }],
  [` 0x${"1".repeat(40)}`, "topic_length", "looks like an address", { start: 1, end: 43 }],
  ["0xzz", "topic_malformed", "64 hex digits", { start: 2, end: 3 }],
  ["a".repeat(64), "unknown_event", "write 0x before it", { start: 0, end: 64 }],
  ["OwnershipTransfered", "unknown_event", "Did you mean OwnershipTransferred?", { start: 0, end: 19 }],
  ["limitset", "unknown_event", "Did you mean LimitSet?", { start: 0, end: 8 }],
  ["Transfer(adress)", "unknown_type", "Did you mean address?", { start: 9, end: 15 }],
  ["Transfer(address", "invalid_signature", "Expected “)”", { start: 15, end: 16 }],
  ["(address)", "invalid_signature", "begins with its name", { start: 0, end: 1 }],
  ["F(uint8) returns (bool)", "invalid_signature", "“returns”", { start: 9, end: 16 }],
  [`F(${"uint8 indexed,".repeat(3)}bool indexed)`, "invalid_signature", "at most 3 indexed", { start: 49, end: 56 }],
  ["  ", "empty_signature", "first topic", { start: 0, end: 2 }],
  [`F(${"uint256,".repeat(300)}uint256)`, "signature_length", "2,000", { start: 0, end: 2410 }],
])("%s is refused with what would be right", (event, code, detail, position) => {
  const result = resolveEvent({ event, abi: ABI });
  expect(result).toMatchObject({ ok: false, code, position });
  expect(result.ok ? "" : result.detail).toContain(detail);
});

test("an anonymous event may have four indexed parameters", () => {
  expect(layouts(`F(${"uint8 indexed,".repeat(3)}bool indexed) anonymous`)).toHaveLength(1);
});

test("an ABI that cannot be read is said so", () => {
  expect(layouts("Paused", "{")).toMatchObject({ code: "invalid_abi" });
});

test("no text makes it throw, and positions lie within the text", () => {
  const pieces = fc.constantFrom(
    "(",
    ")",
    "[",
    "]",
    "1",
    ",",
    " ",
    "uint",
    "indexed",
    "anonymous",
    "event",
    "f",
    "0x",
    "é",
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(text, (event) => {
      const result = resolveEvent({ event, abi: ABI });
      if (result.ok) {
        expect(result.events.length).toBeGreaterThan(0);
        return;
      }
      expect(result.position.start).toBeGreaterThanOrEqual(0);
      expect(result.position.end).toBeLessThanOrEqual(event.length);
      expect(result.position.start).toBeLessThanOrEqual(result.position.end);
    }),
    { numRuns: 2_000 },
  );
});
