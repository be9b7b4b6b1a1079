import { expect, test } from "vitest";

import { parseAbi } from "./parse-abi";

const pause = { type: "function", name: "pause", inputs: [], outputs: [], stateMutability: "nonpayable" };

test("an array, its text, an artifact and human-readable fragments all give the same ABI", () => {
  const expected = { ok: true, abi: [pause] };
  expect(parseAbi([pause])).toEqual(expected);
  expect(parseAbi(JSON.stringify([pause], null, 2))).toEqual(expected);
  expect(parseAbi({ contractName: "Vault", abi: [pause], bytecode: "0x" })).toEqual(expected);
  expect(parseAbi(["function pause()"])).toMatchObject({
    ok: true,
    abi: [{ type: "function", name: "pause", inputs: [] }],
  });
  expect(parseAbi("function pause();\n\nevent Paused(address indexed account)\n")).toMatchObject({
    ok: true,
    abi: [{ name: "pause" }, { type: "event", name: "Paused", inputs: [{ name: "account", indexed: true }] }],
  });
});

test("only known keys of known items are kept, and types are made canonical", () => {
  const parsed = parseAbi([
    { type: "constructor", inputs: [] },
    { type: "receive", stateMutability: "payable" },
    {
      name: "set",
      inputs: [
        { name: "pairs", type: "tuple[]", internalType: "struct Pair[]", components: [{ name: "a", type: "uint" }] },
        { type: "int[2]" },
      ],
      gas: 21000,
      constant: false,
    },
  ]);
  expect(parsed).toEqual({
    ok: true,
    abi: [
      {
        type: "function",
        name: "set",
        inputs: [
          { name: "pairs", type: "tuple[]", components: [{ name: "a", type: "uint256" }] },
          { name: "", type: "int256[2]" },
        ],
      },
    ],
  });
});

test("keys that reach into prototypes change nothing", () => {
  const hostile =
    '[{"type":"function","name":"f","inputs":[{"name":"x","type":"bool","__proto__":{"polluted":1}}],"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}]';
  expect(parseAbi(hostile)).toEqual({
    ok: true,
    abi: [{ type: "function", name: "f", inputs: [{ name: "x", type: "bool" }] }],
  });
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
  expect(parseAbi('{"__proto__":{"abi":[]}}')).toMatchObject({ ok: false });
});

test.each([
  ["", "empty"],
  ["[{", "not valid JSON"],
  [42, "list of items"],
  [null, "list of items"],
  [{ abi: "nope" }, "list of items"],
  [["function pause("], "not a fragment"],
  ["hello", "not a fragment"],
  [[42], "neither an object nor a fragment"],
  [[{ type: "modifier", name: "x" }], "its type"],
  [[{ type: "function", name: "a b", inputs: [] }], "name: must be an identifier"],
  [[{ type: "function", name: "f\0", inputs: [] }], "name: must be an identifier"],
  [[{ type: "function", name: "f", inputs: [{ type: "uint7" }] }], "uint7 is not a type"],
  [[{ type: "function", name: "f", inputs: [{ type: "tuple" }] }], "at least one component"],
  [[{ type: "function", name: "f", inputs: [{ type: `uint256${"[]".repeat(40)}` }] }], "nested"],
  [`[{"name":"f","inputs":${'[{"type":"tuple","components":'.repeat(8_000)}[]${"}]".repeat(8_001)}`, "nested too"],
  [Array.from({ length: 2_001 }, () => pause), "at most 2,000 items"],
  [`[${" ".repeat(300_000)}]`, "256 KiB"],
  [[{ ...pause, notice: "x".repeat(300_000) }], "256 KiB"],
])("an ABI that is wrong is refused with what is wrong (%#)", (value, detail) => {
  const parsed = parseAbi(value);
  expect(parsed.ok ? "accepted" : parsed.detail).toContain(detail);
});

test("a line may be an anonymous event", () => {
  const line = "event LogNote(bytes4 indexed sig, uint wad) anonymous;";
  expect(parseAbi(line)).toEqual({
    ok: true,
    abi: [
      {
        type: "event",
        name: "LogNote",
        anonymous: true,
        inputs: [
          { name: "sig", type: "bytes4", indexed: true },
          { name: "wad", type: "uint256" },
        ],
      },
    ],
  });
  expect(parseAbi(["event Broken(uint7)"])).toMatchObject({
    ok: false,
    detail: expect.stringContaining("not a fragment"),
  });
});
