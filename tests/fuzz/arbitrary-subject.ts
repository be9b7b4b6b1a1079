import fc from "fast-check";
import type { ConditionSubject } from "~/domain/conditions/condition-subject";
import type { FunctionInput } from "~/domain/transactions/resolved-function";
import { EVENT, encode, INPUTS, subjectOf } from "./workbench";

const hex = (bytes: number) => fc.uint8Array({ minLength: bytes, maxLength: bytes }).map(toHex);

function toHex(bytes: Uint8Array): string {
  return `0x${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** Values of any type of the ABI, as ethers encodes them; small and telling ones often. */
export function arbitraryValue(input: FunctionInput): fc.Arbitrary<unknown> {
  const array = /^(.*)\[(\d*)\]$/.exec(input.type);
  if (array) {
    const item = arbitraryValue({ ...input, type: array[1] ?? "" });
    const length = array[2] === "" ? null : Number(array[2]);
    return fc.array(item, length === null ? { maxLength: 3 } : { minLength: length, maxLength: length });
  }
  if (input.type === "tuple") return fc.tuple(...(input.components ?? []).map(arbitraryValue));
  const integer = /^(u?)int(\d+)$/.exec(input.type);
  if (integer) {
    const bits = BigInt(integer[2] ?? "256");
    const [min, max] = integer[1] === "u" ? [0n, 2n ** bits - 1n] : [-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n];
    return fc.oneof(fc.constantFrom(0n, 1n, 7n, max, min), fc.bigInt({ min, max }));
  }
  const fixed = /^bytes(\d+)$/.exec(input.type);
  if (fixed) return fc.oneof(hex(Number(fixed[1])), fc.constant(`0x${"00".repeat(Number(fixed[1]))}`));
  switch (input.type) {
    case "bool":
      return fc.boolean();
    case "address":
      return fc.oneof(hex(20), fc.constantFrom(`0x${"11".repeat(20)}`, `0x${"22".repeat(20)}`));
    case "function":
      return hex(24);
    case "string":
      return fc.oneof(fc.string({ unit: "grapheme", maxLength: 40 }), fc.constantFrom("abc", "A", "aaab"));
    default:
      return fc.oneof(fc.uint8Array({ maxLength: 70 }).map(toHex), fc.constantFrom("0x", "0xabcd", "0x12345678ab"));
  }
}

/** Calldata of the workbench's function; `broken` calldata has words replaced, is cut, or is no hex. */
const wellFormed = fc.tuple(...INPUTS.map(arbitraryValue)).map((values) => `0x12345678${encode(INPUTS, values)}`);
const word = fc.oneof(
  fc.constantFrom("f".repeat(64), "0".repeat(64), "20".padStart(64, "0"), "ffffffffffff".padStart(64, "0")),
  fc.nat(2048).map((offset) => offset.toString(16).padStart(64, "0")),
);
const broken = fc
  .tuple(wellFormed, fc.array(fc.tuple(fc.nat(), word), { maxLength: 4 }), fc.nat())
  .map(([text, puts, cut]) => {
    let input = text;
    for (const [at, put] of puts) {
      const place = 10 + 64 * (at % Math.max(1, Math.floor((input.length - 10) / 64)));
      input = input.slice(0, place) + put + input.slice(place + 64);
    }
    return cut % 3 === 0 ? input.slice(0, cut % (input.length + 1)) : input;
  });

/** What nodes and attackers may hand on: good calldata, broken calldata, and texts that are no hex at all. */
export const arbitraryInput: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: wellFormed },
  { weight: 4, arbitrary: broken },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 200 }).map((text) => `0x12345678${text}`) },
  { weight: 1, arbitrary: wellFormed.map((text) => `0x${text.slice(2).toUpperCase()}`) },
);

/** Subjects around it: with and without a sender, a call, facts of a block. */
export const arbitrarySubject: fc.Arbitrary<ConditionSubject> = fc
  .tuple(arbitraryInput, fc.boolean(), fc.boolean(), fc.constantFrom(null, "would_revert" as const))
  .map(([input, hasCall, hasSender, outcome]) => {
    const subject = subjectOf(input, { outcome });
    const { from, ...anonymous } = subject.transaction;
    const transaction = hasSender && from !== undefined ? { ...anonymous, from } : anonymous;
    return {
      ...subject,
      transaction,
      call: hasCall ? subject.call : null,
      contract: hasSender ? subject.contract : null,
    };
  });

/** Logs of the workbench's event, good and broken: too few topics, data that is cut. */
export const arbitraryEventSubject: fc.Arbitrary<ConditionSubject> = fc
  .tuple(fc.array(hex(32), { maxLength: 4 }), fc.tuple(fc.bigInt({ min: 0n, max: 9n }), hex(40)), fc.nat(400))
  .map(([topics, values, length]) => {
    const data = `0x${encode(EVENT.inputs.slice(2), values)}`.slice(0, 2 + length);
    const log = { address: `0x${"aa".repeat(20)}`, topics, data, logIndex: 1 };
    return subjectOf("0x", { fn: null, event: EVENT, log });
  });
