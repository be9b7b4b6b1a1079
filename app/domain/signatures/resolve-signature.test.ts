import fc from "fast-check";
import { expect, test } from "vitest";

import { resolveSignature } from "./resolve-signature";

const ABI = [
  { type: "function", name: "setLimit", inputs: [{ name: "limit", type: "uint256" }] },
  {
    type: "function",
    name: "setLimit",
    inputs: [
      { name: "asset", type: "address" },
      { name: "limit", type: "uint256" },
    ],
  },
  {
    type: "function",
    name: "mint",
    inputs: [
      { name: "receiver", type: "address" },
      { name: "shares", type: "uint256" },
    ],
  },
  { type: "event", name: "Paused", inputs: [] },
];

function signatures(signature: string, abi: unknown = null) {
  const result = resolveSignature({ signature, abi });
  return result.ok ? result.functions.map((fn) => fn.signature) : result;
}

test("a bare name is every overload of the ABI and of the built-in table", () => {
  expect(signatures("setLimit", ABI)).toEqual(["setLimit(uint256)", "setLimit(address,uint256)"]);
  expect(signatures("mint", ABI)).toEqual(["mint(address,uint256)", "mint(uint256)"]);
  expect(signatures("renounceOwnership")).toEqual(["renounceOwnership()"]);
  expect(signatures("renounceOwnership", ABI)).toEqual(["renounceOwnership()"]);
  expect(signatures("flashLoan")).toHaveLength(3);
});

test("the ABI's parameter names win over the table's", () => {
  const result = resolveSignature({ signature: "mint(address,uint256)", abi: ABI });
  expect(result).toMatchObject({
    functions: [{ selector: "0x40c10f19", inputs: [{ name: "receiver" }, { name: "shares" }] }],
  });
});

test("a full signature is accepted in whatever way it is written, known or not", () => {
  for (const written of [
    "transfer(address,uint256)",
    " transfer ( address , uint ) ",
    "function transfer(address to, uint256 amount) external returns (bool);",
    "function transfer(address payable to, uint amount) public virtual override",
  ]) {
    expect(resolveSignature({ signature: written, abi: ABI })).toMatchObject({
      functions: [
        {
          selector: "0xa9059cbb",
          signature: "transfer(address,uint256)",
          inputs: [{ name: "to" }, { name: "amount" }],
        },
      ],
    });
  }
  expect(signatures("doTheThing(uint8[2][],(address,bytes)[3],tuple(bool b) flag)", ABI)).toEqual([
    "doTheThing(uint8[2][],(address,bytes)[3],(bool))",
  ]);
});

test("a selector is always accepted, with its name when it is known", () => {
  expect(signatures("0x715018A6")).toEqual(["renounceOwnership()"]);
  expect(signatures("0x40c10f19", ABI)).toEqual(["mint(address,uint256)"]);
  expect(resolveSignature({ signature: "0xdeadbeef", abi: ABI })).toEqual({
    ok: true,
    functions: [{ selector: "0xdeadbeef", signature: null, name: null, inputs: [] }],
  });
});

test.each([
  ["0x715018", "selector_length", "this one has 6", { start: 0, end: 8 }],
  [` 0x${"1".repeat(40)}`, "selector_length", "looks like an address", { start: 1, end: 43 }],
  [`0x${"1".repeat(64)}`, "selector_length", "event's topic", { start: 0, end: 66 }],
  ["0x715018ag", "selector_malformed", "8 hex digits", { start: 9, end: 10 }],
  ["renounceOwnershp", "unknown_signature", "Did you mean renounceOwnership?", { start: 0, end: 16 }],
  ["RENOUNCEOWNERSHIP", "unknown_signature", "Did you mean renounceOwnership?", { start: 0, end: 17 }],
  ["setlimit", "unknown_signature", "setlimit()", { start: 0, end: 8 }],
  ["a6f9dae1", "unknown_signature", "write 0xa6f9dae1", { start: 0, end: 8 }],
  ["transfer(adress,uint256)", "unknown_type", "Did you mean address?", { start: 9, end: 15 }],
  ["transfer(address,uint7)", "unknown_type", "8 to 256 bits", { start: 17, end: 22 }],
  ["f(bytes33)", "unknown_type", "bytes1 to bytes32", { start: 2, end: 9 }],
  ["f(IERC20 token)", "unknown_type", "a contract as address", { start: 2, end: 8 }],
  ["f(uint256[0])", "unknown_type", "at least one element", { start: 2, end: 12 }],
  ["f(())", "unknown_type", "at least one component", { start: 2, end: 4 }],
  ["transfer(address", "invalid_signature", "Expected “)”", { start: 15, end: 16 }],
  ["transfer(", "invalid_signature", "not closed", { start: 8, end: 9 }],
  ["transfer(address,)", "invalid_signature", "A type is missing", { start: 17, end: 18 }],
  ["transfer(address) whatever)", "invalid_signature", "Nothing is expected", { start: 26, end: 27 }],
  ["(address)", "invalid_signature", "begins with the function's name", { start: 0, end: 1 }],
  ["715018a6", "invalid_signature", "begins with the function's name", { start: 0, end: 6 }],
  ["  ", "empty_signature", "selector", { start: 0, end: 2 }],
  [`f(${"uint256,".repeat(300)}uint256)`, "signature_length", "2,000", { start: 0, end: 2410 }],
])("%s is refused with what would be right", (signature, code, detail, position) => {
  const result = resolveSignature({ signature, abi: ABI });
  expect(result).toMatchObject({ ok: false, code, position });
  expect(result.ok ? "" : result.detail).toContain(detail);
});

test("the hint knows the ABI's own names", () => {
  expect(signatures("setLimits", ABI)).toMatchObject({ detail: expect.stringContaining("Did you mean setLimit?") });
});

test("an ABI that cannot be read is said so", () => {
  expect(signatures("pause", "{")).toMatchObject({ code: "invalid_abi" });
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
    "tuple",
    "address",
    "returns",
    "f",
    "0x",
    "é",
    "\0",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join("")),
      ),
      (signature) => {
        const result = resolveSignature({ signature, abi: ABI });
        if (result.ok) expect(result.functions.length).toBeGreaterThan(0);
        else if (result.position) {
          expect(result.position.start).toBeGreaterThanOrEqual(0);
          expect(result.position.end).toBeLessThanOrEqual(signature.length);
          expect(result.position.start).toBeLessThanOrEqual(result.position.end);
        }
      },
    ),
    { numRuns: 2_000 },
  );
});
