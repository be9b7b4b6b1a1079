import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { compileType } from "~/domain/transactions/abi-type";
import type { FunctionInput } from "~/domain/transactions/resolved-function";
import { arbitraryValue } from "../../../tests/fuzz/arbitrary-subject";
import { encode } from "../../../tests/fuzz/workbench";
import { type ConditionResult, Unknown } from "./condition-value";
import { readAbi, stepInto } from "./read-abi";

// Hundreds of random cases on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const bits = fc.integer({ min: 1, max: 32 }).map((bytes) => bytes * 8);
const elementary = fc.oneof(
  fc.constantFrom("address", "bool", "bytes", "string"),
  bits.map((each) => `uint${each}`),
  bits.map((each) => `int${each}`),
  fc.integer({ min: 1, max: 32 }).map((size) => `bytes${size}`),
);

/** Any type of the ABI, nested a few deep. */
const arbitraryType: fc.Arbitrary<FunctionInput> = fc.letrec<{ type: FunctionInput }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3 },
    elementary.map((type) => ({ name: "", type })),
    fc
      .tuple(tie("type"), fc.constantFrom("[]", "[1]", "[3]"))
      .map(([item, suffix]) => ({ ...item, type: item.type + suffix })),
    fc
      .array(tie("type"), { minLength: 1, maxLength: 3 })
      .map((components) => ({ name: "", type: "tuple", components })),
  ),
})).type;

const withValue = arbitraryType.chain((input) => fc.tuple(fc.constant(input), arbitraryValue(input)));

/** As ethers takes values: what we read has addresses and bytes in lower case and every integer as bigint. */
function normalize(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalize);
  return typeof value === "string" && value.startsWith("0x") ? value.toLowerCase() : value;
}

function read(input: FunctionInput, hex: string): ConditionResult {
  return readAbi({ hex, origin: 0 }, { type: compileType(input), at: 0, base: 0 });
}

test("whatever ethers encodes is read back, for any type", () => {
  fc.assert(
    fc.property(withValue, ([input, value]) => {
      expect(read(input, encode([input], [value]))).toEqual(normalize(value));
    }),
    { numRuns: 400 },
  );
});

test("a step into a value reads what is there in the whole", () => {
  fc.assert(
    fc.property(withValue, fc.nat(4), ([input, value], index) => {
      const hex = encode([input], [value]);
      const place = stepInto({ hex, origin: 0 }, { type: compileType(input), at: 0, base: 0 }, index);
      const expected = Array.isArray(value) ? value[index] : undefined;
      if (expected === undefined) expect(place).toBeInstanceOf(Unknown);
      else expect(place instanceof Unknown ? place : readAbi({ hex, origin: 0 }, place)).toEqual(normalize(expected));
    }),
    { numRuns: 300 },
  );
});

const word = (value: number | bigint) => value.toString(16).padStart(64, "0");

function reasonOf(value: ConditionResult): string {
  return value instanceof Unknown ? value.reason : "known";
}

test("a value over 64 KiB is unknown and one of exactly that is read", () => {
  const bytes = (length: number) => `${word(32)}${word(length)}${"ab".repeat(length)}`;
  expect(reasonOf(read({ name: "", type: "bytes" }, bytes(65_536)))).toBe("known");
  expect(reasonOf(read({ name: "", type: "bytes" }, bytes(65_537)))).toContain("64 KiB");
});

test("an array of over 10,000 elements is unknown and one of exactly that is read", () => {
  const array = (length: number) => `${word(32)}${word(length)}${word(1).repeat(length)}`;
  expect(reasonOf(read({ name: "", type: "uint8[]" }, array(10_000)))).toBe("known");
  expect(reasonOf(read({ name: "", type: "uint8[]" }, array(10_001)))).toContain("10,000");
});

test("offsets that overlap cannot inflate a small calldata", () => {
  const rows = 3_000;
  // Every row is the same one: 3,000 × 3,000 elements in 200 kB.
  const outer = `${word(32)}${word(rows)}${word(0).repeat(rows)}`;
  const self = `${word(32)}${word(rows)}${word(rows * 32).repeat(rows)}${word(rows)}${word(1).repeat(rows)}`;
  const startMs = performance.now();
  expect(reasonOf(read({ name: "", type: "uint8[][]" }, self))).toContain("10,000");
  expect(read({ name: "", type: "uint8[][][][][]" }, outer)).toBeDefined();
  const texts = `${word(32)}${word(1_000)}${word(32_000).repeat(1_000)}${word(60_000)}${"61".repeat(60_000)}`;
  expect(reasonOf(read({ name: "", type: "string[]" }, texts))).toContain("64 KiB");
  expect(performance.now() - startMs).toBeLessThan(10_000);
});

test("offsets and lengths outside the data are unknown", () => {
  const far = word(2n ** 255n);
  for (const hex of [far, word(32), `${word(32)}${far}`, `${word(32)}${word(5)}`, "", "zz".repeat(64)]) {
    expect(read({ name: "", type: "bytes" }, hex)).toBeInstanceOf(Unknown);
    expect(read({ name: "", type: "uint256[]" }, hex)).toBeInstanceOf(Unknown);
  }
});

test("dirty upper bits are masked", () => {
  const dirty = "f".repeat(62);
  expect(read({ name: "", type: "uint8" }, `${dirty}07`)).toBe(7n);
  expect(read({ name: "", type: "int8" }, `${"0".repeat(62)}ff`)).toBe(-1n);
  expect(read({ name: "", type: "address" }, `${"f".repeat(24)}${"1A".repeat(20)}`)).toBe(`0x${"1a".repeat(20)}`);
});
