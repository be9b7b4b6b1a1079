import { AbiCoder, getAddress, Interface } from "ethers";
import fc from "fast-check";
import { expect, test } from "vitest";

import { resolveSignature } from "~/domain/signatures/resolve-signature";
import { canonicalTypes } from "./canonical-type";
import { decodeCall } from "./decode-call";
import { DecodedCall, type DecodedValue } from "./decoded-call";
import type { FunctionInput, ResolvedFunction } from "./resolved-function";

const coder = AbiCoder.defaultAbiCoder();

function functionsOf(signature: string): ResolvedFunction[] {
  const result = resolveSignature({ signature, abi: null });
  if (!result.ok) throw new Error(result.detail);
  return result.functions;
}

function callOf(inputs: FunctionInput[], digits: string): DecodedCall {
  const fn = { selector: "0x12345678", signature: `f(${canonicalTypes(inputs)})`, name: "f", inputs };
  return decodeCall(`0x12345678${digits}`, [fn]);
}

/** A type, with values of it as ethers encodes them and as we show them. */
interface Sample {
  input: FunctionInput;
  value: fc.Arbitrary<{ raw: unknown; shown: DecodedValue }>;
}

const hex = (size: { minLength: number; maxLength: number }) =>
  fc.uint8Array(size).map((bytes) => `0x${Buffer.from(bytes).toString("hex")}`);
const same = (arbitrary: fc.Arbitrary<DecodedValue>) =>
  arbitrary.map((value) => ({ raw: value as unknown, shown: value }));
const bits = fc.integer({ min: 1, max: 32 }).map((bytes) => bytes * 8);
const number = (type: string, arbitrary: fc.Arbitrary<bigint>): Sample => ({
  input: { name: "", type },
  value: arbitrary.map((value) => ({ raw: value, shown: value.toString() })),
});

const elementary: fc.Arbitrary<Sample> = fc.oneof(
  bits.map((size) => number(`uint${size}`, fc.bigInt({ min: 0n, max: 2n ** BigInt(size) - 1n }))),
  bits.map((size) =>
    number(`int${size}`, fc.bigInt({ min: -(2n ** BigInt(size - 1)), max: 2n ** BigInt(size - 1) - 1n })),
  ),
  fc.integer({ min: 1, max: 32 }).map((size) => ({
    input: { name: "", type: `bytes${size}` },
    value: same(hex({ minLength: size, maxLength: size })),
  })),
  fc.constant({
    input: { name: "", type: "address" },
    value: same(hex({ minLength: 20, maxLength: 20 }).map(getAddress)),
  }),
  fc.constant({ input: { name: "", type: "bool" }, value: same(fc.boolean()) }),
  fc.constant({ input: { name: "", type: "bytes" }, value: same(hex({ minLength: 0, maxLength: 100 })) }),
  fc.constant({
    input: { name: "", type: "string" },
    value: same(fc.string({ unit: "binary" }).map((text) => text.replaceAll("\0", ""))),
  }),
);

const samples: fc.Arbitrary<Sample> = fc.letrec<{ sample: Sample }>((tie) => ({
  sample: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    elementary,
    fc.record({ item: tie("sample"), length: fc.option(fc.integer({ min: 1, max: 3 })) }).map(({ item, length }) => ({
      input: { ...item.input, type: `${item.input.type}[${length ?? ""}]` },
      value: fc
        .array(item.value, length === null ? { maxLength: 3 } : { minLength: length, maxLength: length })
        .map((values) => ({ raw: values.map(({ raw }) => raw), shown: values.map(({ shown }) => shown) })),
    })),
    fc.array(tie("sample"), { minLength: 1, maxLength: 3 }).map((parts) => ({
      input: { name: "", type: "tuple", components: parts.map((part) => part.input) },
      value: fc
        .tuple(...parts.map((part) => part.value))
        .map((values) => ({ raw: values.map(({ raw }) => raw), shown: values.map(({ shown }) => shown) })),
    })),
  ),
})).sample;

const encodedCalls = fc
  .array(samples, { maxLength: 4 })
  .chain((parts) =>
    fc.tuple(fc.constant(parts.map((part) => part.input)), fc.tuple(...parts.map((part) => part.value))),
  )
  .map(([inputs, values]) => {
    const types = inputs.map((input) => canonicalTypes([input]));
    const digits = coder
      .encode(
        types,
        values.map(({ raw }) => raw),
      )
      .slice(2);
    return { inputs, digits, shown: values.map(({ shown }) => shown) };
  });

test("what ethers encodes is decoded to the same values, for random types", () => {
  fc.assert(
    fc.property(encodedCalls, ({ inputs, digits, shown }) => {
      const call = callOf(inputs, digits);
      expect(call.error).toBeUndefined();
      expect(call.args.map((argument) => argument.value)).toEqual(shown);
      expect(DecodedCall.parse(call)).toEqual(call);
    }),
    { numRuns: 500 },
  );
});

test("damaged and random calldata never makes it throw, and what it gives fits the schema", () => {
  const damaged = fc
    .tuple(encodedCalls, fc.nat(), fc.constantFrom("f", "0", ""), fc.nat())
    .map(([{ inputs, digits }, at, digit, cut]) => {
      const place = digits.length === 0 ? 0 : at % digits.length;
      const changed = digits.slice(0, place) + digit + digits.slice(place + 1);
      return { inputs, digits: cut % 3 === 0 ? changed.slice(0, cut % (changed.length + 1)) : changed };
    });
  const random = fc
    .tuple(encodedCalls, hex({ minLength: 0, maxLength: 400 }))
    .map(([{ inputs }, bytes]) => ({ inputs, digits: bytes.slice(2) }));
  fc.assert(
    fc.property(fc.oneof(damaged, random), ({ inputs, digits }) => {
      const call = callOf(inputs, digits);
      DecodedCall.parse(call);
      if (call.error !== undefined) expect(call.args).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});

test("overlapping offsets cannot make it work without end", () => {
  // Every element of every level points back at the same words: 2^k values out of a few kB of calldata.
  const word = (value: number) => value.toString(16).padStart(64, "0");
  const level = word(200) + word(0).repeat(200);
  const inputs = [{ name: "bomb", type: `uint256${"[]".repeat(12)}` }];
  const started = performance.now();
  const call = callOf(inputs, word(32) + level + level);
  expect(performance.now() - started).toBeLessThan(1_000);
  expect(JSON.stringify(call).length).toBeLessThan(2_000_000);
});

test("a text of a megabyte is cut and marked; the arguments after it are still read", () => {
  const [fn] = functionsOf("note(string,bytes,address)");
  if (!fn) throw new Error("unresolved");
  const megabyte = 1_000_000; // Whole words. Put together here: ethers takes a second to encode as much.
  const word = (value: number) => value.toString(16).padStart(64, "0");
  const heads = word(96) + word(96 + 32 + megabyte) + "11".repeat(20).padStart(64, "0");
  const text = word(megabyte) + "78".repeat(megabyte);
  const input = fn.selector + heads + text + word(megabyte) + "ab".repeat(megabyte);
  const started = performance.now();
  const { args, error } = decodeCall(input, [fn]);
  expect(performance.now() - started).toBeLessThan(1_000);
  expect(error).toBeUndefined();
  expect(args[0]).toMatchObject({ value: "x".repeat(65_536), truncated: true });
  expect(args[1]).toMatchObject({ value: `0x${"ab".repeat(65_536)}`, truncated: true });
  expect(args[2]).toEqual({ name: null, type: "address", value: getAddress(`0x${"11".repeat(20)}`) });
});

test("a zero byte in a text is shown, since PostgreSQL would refuse it", () => {
  const input = new Interface(["function note(string)"]).encodeFunctionData("note", ["a\0b"]);
  expect(decodeCall(input, functionsOf("note(string)")).args[0]?.value).toBe("a\u2400b");
});

test("arguments carry their names, integers are decimal strings, addresses are checksummed", () => {
  const input =
    "0xA9059CBB0000000000000000000000005aaeb6053f3e94c9b9a09f33669435e7ef1beaed00000000000000000000000000000000000000000000000000ffffffffffffff";
  expect(decodeCall(input, functionsOf("transfer"))).toEqual({
    selector: "0xa9059cbb",
    signature: "transfer(address,uint256)",
    name: "transfer",
    args: [
      { name: "to", type: "address", value: "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed" },
      { name: "amount", type: "uint256", value: "72057594037927935" },
    ],
  });
});

test.each(["0x", "", "0x1234", "0x123456", "nonsense", "0xzzzzzzzz"])("%s is no call", (input) => {
  expect(decodeCall(input, functionsOf("pause"))).toEqual({ selector: "0x", signature: null, name: null, args: [] });
});

test("a selector that none of the functions has is all that is known", () => {
  const unknown = { selector: "0xdeadbeef", signature: null, name: null, args: [] };
  expect(decodeCall("0xdeadbeef00", functionsOf("pause"))).toEqual(unknown);
  expect(decodeCall("0xdeadbeef00", functionsOf("0xdeadbeef"))).toEqual(unknown);
});

test("truncated, odd and non-hex calldata keeps the name and says why it has no arguments", () => {
  const selector = "0xf2fde38b";
  for (const rest of ["", "00".repeat(31), "0".repeat(63), "zz".repeat(32)]) {
    const call = decodeCall(selector + rest, functionsOf("transferOwnership"));
    expect(call).toMatchObject({ selector, name: "transferOwnership", args: [] });
    expect(call.error).toMatch(/calldata/);
  }
});

test("of two functions with one selector, the one that fits is taken", () => {
  // transfer(address,uint256) and many_msg_babbage(bytes1) share 0xa9059cbb.
  const [other] = functionsOf("many_msg_babbage(bytes1)");
  const [transfer] = functionsOf("transfer(address,uint256)");
  if (!other || !transfer) throw new Error("unresolved");
  expect(other.selector).toBe(transfer.selector);
  const input = `0xa9059cbb${"00".repeat(32)}`;
  expect(decodeCall(input, [transfer, other]).signature).toBe("many_msg_babbage(bytes1)");
});
