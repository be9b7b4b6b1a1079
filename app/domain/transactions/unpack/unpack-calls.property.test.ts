import { AbiCoder, concat, Interface, solidityPacked } from "ethers";
import fc from "fast-check";
import { expect, test } from "vitest";

import { readMainnetTransactions } from "../../../../tests/bench/workload";
import type { CallSite, PathStep } from "../call-site";
import { carriesCalls, WRAPPERS } from "./find-wrapper";
import { unpackCalls } from "./unpack-calls";

const SENDER = `0x${"1".repeat(40)}`;
const ROOT = `0x${"2".repeat(40)}`;
const WORD = `0x${"0".repeat(64)}`;
const ZERO = `0x${"0".repeat(40)}`;

const hexBytes = (minLength: number, maxLength: number) =>
  fc.uint8Array({ minLength, maxLength }).map((bytes) => Buffer.from(bytes).toString("hex"));

/** A call to encode: a leaf with calldata, or one that carries others by one of the wrappers. */
interface Tree {
  to: string;
  value: bigint;
  by:
    | "leaf"
    | "multicall"
    | "aggregate3Value"
    | "safe"
    | "multiSend"
    | "scheduleBatch"
    | "propose"
    | "handleOps"
    | "mode";
  data: string;
  carried: Tree[];
}

const abi = new Interface([
  "function multicall(bytes[])",
  "function aggregate3Value((address,bool,uint256,bytes)[])",
  "function execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)",
  "function multiSend(bytes)",
  "function scheduleBatch(address[],uint256[],bytes[],bytes32,bytes32,uint256)",
  "function propose(address[],uint256[],bytes[],string)",
  "function handleOps((address,uint256,bytes,bytes,bytes32,uint256,bytes32,bytes,bytes)[],address)",
  "function execute(bytes32,bytes)",
]);

const address = hexBytes(20, 20).map((digits) => `0x${digits}`);
const leaf = fc
  .record({ to: address, value: fc.bigInt(0n, 2n ** 256n - 1n), data: hexBytes(4, 100).map((digits) => `0x${digits}`) })
  .filter(({ to, data }) => !carriesCalls(data) && to !== ZERO)
  .map((parts): Tree => ({ ...parts, by: "leaf", carried: [] }));
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", maxDepth: 5 },
    leaf,
    fc.record<Tree>({
      to: address.filter((to) => to !== ZERO),
      value: fc.bigInt(0n, 10n ** 30n),
      by: fc.constantFrom(
        "multicall",
        "aggregate3Value",
        "safe",
        "multiSend",
        "scheduleBatch",
        "propose",
        "handleOps",
        "mode",
      ),
      data: fc.constant("0x"),
      carried: fc.array(tie("tree"), { minLength: 1, maxLength: 4 }),
    }),
  ),
}));

function encode(node: Tree): string {
  const calls = node.carried.map((each) => ({ ...each, data: encode(each) }));
  const [first] = calls;
  if (node.by === "leaf" || !first) return node.data;
  const each = <T>(of: (call: Tree) => T) => calls.map(of);
  const packed = (call: Tree) =>
    solidityPacked(
      ["uint8", "address", "uint256", "uint256", "bytes"],
      [0, call.to, call.value, call.data.length / 2 - 1, call.data],
    );
  switch (node.by) {
    case "multicall":
      return abi.encodeFunctionData("multicall", [each(({ data }) => data)]);
    case "aggregate3Value":
      return abi.encodeFunctionData("aggregate3Value", [each(({ to, value, data }) => [to, true, value, data])]);
    case "safe":
      return abi.encodeFunctionData("execTransaction", [
        first.to,
        first.value,
        first.data,
        0,
        0,
        0,
        0,
        ZERO,
        ZERO,
        "0x12",
      ]);
    case "multiSend":
      return abi.encodeFunctionData("multiSend", [concat(each(packed))]);
    case "scheduleBatch":
      return abi.encodeFunctionData("scheduleBatch", [
        each(({ to }) => to),
        each(({ value }) => value),
        each(({ data }) => data),
        WORD,
        WORD,
        9,
      ]);
    case "propose":
      return abi.encodeFunctionData("propose", [
        each(({ to }) => to),
        each(({ value }) => value),
        each(({ data }) => data),
        "why",
      ]);
    case "handleOps":
      return abi.encodeFunctionData("handleOps", [
        each(({ to, data }) => [to, 1, "0x", data, WORD, 2, WORD, "0x", "0x34"]),
        ZERO,
      ]);
    case "mode": {
      const list = each(({ to, value, data }) => [to, value, data]);
      return abi.encodeFunctionData("execute", [
        `0x01${WORD.slice(4)}`,
        AbiCoder.defaultAbiCoder().encode(["(address,uint256,bytes)[]"], [list]),
      ]);
    }
  }
}

const NAMES = { safe: "execTransaction", mode: "execute" } as const;

/** The calls in the order in which they are to come out. */
function flatten(node: Tree, site: CallSite): CallSite[] {
  const carried = node.by === "safe" ? node.carried.slice(0, 1) : node.carried;
  return [
    site,
    ...carried.flatMap((child, index) => {
      const isOwn = node.by === "multicall";
      const name = node.by in NAMES ? NAMES[node.by as keyof typeof NAMES] : node.by;
      const step: PathStep = { to: site.to, name, index: node.by === "safe" ? null : index };
      const kind = isOwn ? "delegatecall" : "call";
      const isScheduled = site.kind === "scheduled" || node.by === "scheduleBatch" || node.by === "propose";
      return flatten(child, {
        to: isOwn ? site.to : child.to,
        input: encode(child),
        value: isOwn ? site.value : node.by === "handleOps" ? 0n : child.value,
        caller: isOwn ? site.caller : site.to,
        depth: site.depth + 1,
        path: [...site.path, step],
        kind: isScheduled ? "scheduled" : kind,
      });
    }),
  ];
}

test("a random tree of calls comes out as it went in", () => {
  fc.assert(
    fc.property(tree, (root) => {
      const input = encode(root);
      const own: CallSite = { to: ROOT, input, value: root.value, caller: SENDER, depth: 0, path: [], kind: "call" };
      const { calls, truncated } = unpackCalls({
        from: SENDER,
        to: ROOT,
        input,
        value: `0x${root.value.toString(16)}`,
      });
      fc.pre(truncated === null);
      expect(calls).toEqual(flatten(root, own));
    }),
    { numRuns: 400 },
  );
});

/** Words that calldata is made of where it goes wrong: offsets that fit, that don't, and lengths. */
const word = fc.oneof(
  fc.nat({ max: 24 }).map((count) => (32 * count).toString(16).padStart(64, "0")),
  fc.nat({ max: 40 }).map((count) => count.toString(16).padStart(64, "0")),
  fc.constantFrom("f".repeat(64), `${"0".repeat(56)}ffffffff`, `${"0".repeat(55)}100000000`, "8".padEnd(64, "0")),
  fc.constantFrom(...WRAPPERS.map(({ selector }) => selector.slice(2).padEnd(64, "0"))),
  hexBytes(32, 32),
);
const hostile = fc.oneof(
  fc.array(word, { maxLength: 60 }).map((words) => words.join("")),
  hexBytes(0, 300),
  fc.string({ maxLength: 80 }),
);

test("random arguments behind every selector neither throw nor pass the caps", () => {
  fc.assert(
    fc.property(fc.constantFrom(...WRAPPERS), hostile, ({ selector }, args) => {
      const { calls } = unpackCalls({ from: SENDER, to: ROOT, input: selector + args, value: "0x1" });
      expect(calls.length).toBeLessThanOrEqual(1_001);
      for (const { to, input, depth } of calls.slice(1)) {
        expect(to).toMatch(/^0x[0-9a-f]{40}$/);
        expect(input).toMatch(/^0x([0-9a-f]{2})*$/);
        expect(depth).toBeLessThanOrEqual(8);
      }
    }),
    { numRuns: 5_000 },
  );
});

test("real wrapped calldata with any bytes changed neither throws nor passes the caps", () => {
  const real = readMainnetTransactions().filter(({ to, input }) => to && carriesCalls(input));
  fc.assert(
    fc.property(
      fc.constantFrom(...real),
      fc.array(fc.tuple(fc.nat(), hexBytes(1, 32)), { maxLength: 8 }),
      (one, edits) => {
        let { input } = one;
        for (const [place, bytes] of edits) {
          const at = 10 + 2 * (place % (input.length / 2 - 5));
          input = input.slice(0, at) + bytes + input.slice(at + bytes.length);
        }
        expect(unpackCalls({ ...one, input }).calls.length).toBeLessThanOrEqual(1_001);
      },
    ),
    { numRuns: 3_000 },
  );
});
