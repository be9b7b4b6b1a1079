import { AbiCoder, concat, Interface, solidityPacked, toBeHex } from "ethers";
import { expect, test } from "vitest";

import { readTracedTransactions } from "../../../../tests/bench/traced-transactions";
import { readMainnetTransactions } from "../../../../tests/bench/workload";
import type { CallSite } from "../call-site";
import { carriesCalls } from "./find-wrapper";
import { unpackCalls } from "./unpack-calls";

const address = (digit: string) => `0x${digit.repeat(40)}`;
const SENDER = address("1");
const OUTER = address("2");
const TARGET = address("3");
const LIBRARY = address("4");
const ZERO = address("0");

const abi = new Interface([
  "function multicall(bytes[])",
  "function aggregate3((address,bool,bytes)[])",
  "function execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)",
  "function multiSend(bytes)",
  "function schedule(address,uint256,bytes,bytes32,bytes32,uint256)",
  "function queueTransaction(address,uint256,string,bytes,uint256)",
  "function upgradeTo(address)",
  "function changeAdmin(address)",
  "function upgradeToAndCall(address,bytes)",
  "function upgrade(address,address)",
  "function changeProxyAdmin(address,address)",
  "function upgradeAndCall(address,address,bytes)",
  "function forward(bytes)",
  "function newVote(bytes,string)",
  "function newVote(bytes,string,bool,bool)",
  "function executeMode(bytes32,bytes)",
  "function execute(address,uint256,bytes)",
  "function execTransactionWithRole(address,uint256,bytes,uint8,bytes32,bool)",
  "function executeBatch(address[],uint256[],bytes[])",
  "function handleOps((address,uint256,bytes,bytes,bytes32,uint256,bytes32,bytes,bytes)[],address)",
  "function execute(address,bytes)",
  "function propose(address[],uint256[],string[],bytes[],string)",
  "function pause()",
  "function mint(address,uint256)",
]);
const encode = (name: string, ...values: unknown[]) => abi.encodeFunctionData(name, values);
const PAUSE = encode("pause");
const MINT = encode("mint", SENDER, 7n);
const safe = (to: string, value: bigint, data: string, operation: number) =>
  encode("execTransaction", to, value, data, operation, 0, 0, 0, ZERO, ZERO, "0x");
const entry = (operation: number, to: string, value: bigint, data: string) =>
  solidityPacked(
    ["uint8", "address", "uint256", "uint256", "bytes"],
    [operation, to, value, (data.length - 2) / 2, data],
  );

const unpack = (input: string, value = "0x0") => unpackCalls({ from: SENDER, to: OUTER, input, value });
const inner = (input: string, value?: string) => unpack(input, value).calls.slice(1);
const short = ({ to, input, value, kind, caller }: CallSite) => [kind, caller, to, input, value];

test("a plain call is one call, and a creation is none", () => {
  const { calls, truncated } = unpackCalls({
    from: SENDER.toUpperCase().replace("X", "x"),
    to: OUTER,
    input: MINT,
    value: "0xa",
  });
  expect(calls).toEqual([{ to: OUTER, input: MINT, value: 10n, caller: SENDER, depth: 0, path: [], kind: "call" }]);
  expect(truncated).toBeNull();
  expect(unpackCalls({ from: SENDER, to: null, input: MINT, value: "0x0" })).toEqual({ calls: [], truncated: null });
  expect(unpackCalls({ to: OUTER, input: "0x", value: "zz" }).calls[0]).toMatchObject({ caller: "", value: 0n });
});

test("a multicall delegatecalls its own contract, so its caller is the sender's and the value is seen by each", () => {
  const calls = inner(encode("multicall", [PAUSE, MINT]), "0x9");
  expect(calls.map(short)).toEqual([
    ["delegatecall", SENDER, OUTER, PAUSE, 9n],
    ["delegatecall", SENDER, OUTER, MINT, 9n],
  ]);
  expect(calls.map(({ depth, path }) => [depth, path])).toEqual([
    [1, [{ to: OUTER, name: "multicall", index: 0 }]],
    [1, [{ to: OUTER, name: "multicall", index: 1 }]],
  ]);
});

test("the calls of a MultiSend that a Safe delegatecalls come from the Safe", () => {
  const batch = concat([
    entry(0, TARGET, 3n, PAUSE),
    entry(1, LIBRARY, 5n, MINT),
    entry(2, TARGET, 0n, MINT),
    entry(0, ZERO, 0n, MINT),
  ]);
  const calls = inner(safe(LIBRARY, 0n, encode("multiSend", batch), 1));
  expect(calls.map(short)).toEqual([
    ["delegatecall", OUTER, LIBRARY, encode("multiSend", batch), 0n],
    ["call", OUTER, TARGET, PAUSE, 3n],
    ["delegatecall", OUTER, LIBRARY, MINT, 0n],
    ["call", OUTER, OUTER, MINT, 0n],
  ]);
  expect(calls[1]?.path).toEqual([
    { to: OUTER, name: "execTransaction", index: null },
    { to: LIBRARY, name: "multiSend", index: 0 },
  ]);
  expect(inner(safe(LIBRARY, 0n, encode("multiSend", batch), 0))[1]).toMatchObject({ caller: LIBRARY, to: TARGET });
});

test("what a timelock schedules is scheduled, and so is what that carries", () => {
  const batch = encode("aggregate3", [[TARGET, false, PAUSE]]);
  const calls = inner(encode("schedule", LIBRARY, 0, batch, `0x${"0".repeat(64)}`, `0x${"0".repeat(64)}`, 86_400));
  expect(calls.map(short)).toEqual([
    ["scheduled", OUTER, LIBRARY, batch, 0n],
    ["scheduled", LIBRARY, TARGET, PAUSE, 0n],
  ]);
});

test("Compound's timelock takes the selector from the signature, or else from the data", () => {
  const queue = (signature: string, data: string) =>
    inner(encode("queueTransaction", TARGET, 0, signature, data, 1))[0];
  expect(queue("mint(address,uint256)", `0x${MINT.slice(10)}`)?.input).toBe(MINT);
  expect(queue("", MINT)?.input).toBe(MINT);
  expect(queue("pause()", "0x")?.input).toBe(PAUSE);
  expect(queue("x".repeat(257), "0x")).toBeUndefined();
});

test("an upgrade's call runs on the proxy; a ProxyAdmin's upgrade is a call of the proxy", () => {
  const upgrade = encode("upgradeToAndCall", LIBRARY, MINT);
  expect(inner(upgrade).map(short)).toEqual([["delegatecall", SENDER, OUTER, MINT, 0n]]);
  expect(inner(encode("upgradeToAndCall", LIBRARY, "0x"))).toEqual([]);
  expect(inner(encode("upgrade", TARGET, LIBRARY)).map(short)).toEqual([
    ["call", OUTER, TARGET, encode("upgradeTo", LIBRARY), 0n],
  ]);
  expect(inner(encode("changeProxyAdmin", TARGET, LIBRARY)).map(short)).toEqual([
    ["call", OUTER, TARGET, encode("changeAdmin", LIBRARY), 0n],
  ]);
  expect(inner(encode("upgradeAndCall", TARGET, LIBRARY, MINT), "0x1").map(short)).toEqual([
    ["call", OUTER, TARGET, upgrade, 1n],
    ["delegatecall", OUTER, TARGET, MINT, 1n],
  ]);
  expect(inner(encode("upgradeAndCall", TARGET, LIBRARY, "0x")).map(short)).toEqual([
    ["call", OUTER, TARGET, encode("upgradeToAndCall", LIBRARY, "0x"), 0n],
  ]);
});

test("Aragon's scripts are read when they are of the kind that lists calls", () => {
  const script = concat([
    "0x00000001",
    ...[PAUSE, MINT].map((data) =>
      solidityPacked(["address", "uint32", "bytes"], [TARGET, (data.length - 2) / 2, data]),
    ),
  ]);
  const expected = (kind: string) => [
    [kind, OUTER, TARGET, PAUSE, 0n],
    [kind, OUTER, TARGET, MINT, 0n],
  ];
  expect(inner(encode("forward", script)).map(short)).toEqual(expected("call"));
  expect(inner(encode("newVote(bytes,string)", script, "why")).map(short)).toEqual(expected("scheduled"));
  expect(inner(encode("newVote(bytes,string,bool,bool)", script, "why", true, true)).map(short)).toEqual(
    expected("scheduled"),
  );
  expect(inner(encode("forward", `0x00000002${script.slice(10)}`))).toEqual([]);
  expect(inner(encode("forward", script.slice(0, -2)))).toEqual([]);
});

test.each(["0xe9ae5c53", "0xd691c964"])("an ERC-7579 account's execution (%s) is read by its mode", (selector) => {
  const coder = AbiCoder.defaultAbiCoder();
  const run = (mode: string, execution: string) =>
    inner(`${selector}${encode("executeMode", mode.padEnd(66, "0"), execution).slice(10)}`, "0x8").map(short);
  const calls = (...list: [string, bigint, string][]) => coder.encode(["(address,uint256,bytes)[]"], [list]);
  const one = solidityPacked(["address", "uint256", "bytes"], [TARGET, 6n, MINT]);
  expect(run("0x00", one)).toEqual([["call", OUTER, TARGET, MINT, 6n]]);
  expect(run("0x0001", one)).toEqual([["call", OUTER, TARGET, MINT, 6n]]);
  expect(run("0xfe", one)).toEqual([["call", OUTER, TARGET, MINT, 6n]]);
  expect(run("0xff", concat([LIBRARY, MINT]))).toEqual([["delegatecall", OUTER, LIBRARY, MINT, 8n]]);
  expect(run("0x01", calls([TARGET, 1n, MINT], [ZERO, 2n, PAUSE]))).toEqual([
    ["call", OUTER, TARGET, MINT, 1n],
    ["call", OUTER, ZERO, PAUSE, 2n],
  ]);
  expect(run("0x01000000000078210001", calls([ZERO, 2n, PAUSE]))).toEqual([["call", OUTER, OUTER, PAUSE, 2n]]);
  const batches = coder.encode(["bytes[]"], [[calls([TARGET, 1n, MINT]), calls([ZERO, 2n, PAUSE])]]);
  expect(run("0x01000000000078210002", batches)).toEqual([
    ["call", OUTER, TARGET, MINT, 1n],
    ["call", OUTER, OUTER, PAUSE, 2n],
  ]);
  expect(run("0x02", one)).toEqual([]);
  expect(run("0x00", "0x1234")).toEqual([]);
});

test("a user operation goes to its account, and on from there", () => {
  const word = `0x${"0".repeat(64)}`;
  const operation = (data: string) => [TARGET, 0, "0x", data, word, 0, word, "0x", "0x"];
  const execute = encode("execute(address,uint256,bytes)", LIBRARY, 1n, PAUSE);
  const viaSelector = `0x8dd7712f${execute.slice(2)}`;
  const calls = inner(encode("handleOps", [operation(execute), operation("0x"), operation(viaSelector)], SENDER));
  expect(calls.map(short)).toEqual([
    ["call", OUTER, TARGET, execute, 0n],
    ["call", TARGET, LIBRARY, PAUSE, 1n],
    ["call", OUTER, TARGET, viaSelector, 0n],
    ["delegatecall", OUTER, TARGET, execute, 0n],
    ["call", TARGET, LIBRARY, PAUSE, 1n],
  ]);
  expect(calls[2]?.path).toEqual([{ to: OUTER, name: "handleOps", index: 1 }]);
});

test("who calls is empty when another contract makes the calls, down to what they carry", () => {
  const calls = inner(
    encode(
      "execTransactionWithRole",
      LIBRARY,
      0,
      encode("multiSend", entry(0, TARGET, 0n, PAUSE)),
      1,
      `0x${"0".repeat(64)}`,
      true,
    ),
  );
  expect(calls.map(({ caller, to }) => [caller, to])).toEqual([
    ["", LIBRARY],
    ["", TARGET],
  ]);
  expect(
    inner(encode("execTransactionWithRole", LIBRARY, 0, encode("multicall", [PAUSE]), 1, `0x${"0".repeat(64)}`, true)),
  ).toHaveLength(1);
});

test("a call behind execute(address,bytes) is found whether the target is called or delegatecalled", () => {
  const calls = inner(encode("execute(address,bytes)", TARGET, encode("multicall", [MINT])));
  expect(calls.map(({ to, kind, input }) => [to, kind, input.slice(0, 10)])).toEqual([
    [TARGET, "delegatecall", "0xac9650d8"],
    [TARGET, "delegatecall", MINT.slice(0, 10)],
  ]);
});

test("address words with something above the address are read, as old contracts read them", () => {
  const dirty = safe(TARGET, 0n, PAUSE, 0).replace(
    `${"0".repeat(24)}${"3".repeat(40)}`,
    `${"f".repeat(24)}${"3".repeat(40)}`,
  );
  expect(inner(dirty)[0]?.to).toBe(TARGET);
});

test("zeros cut off the end are read, as the EVM and old contracts read them", () => {
  const cut = (input: string) => input.replace(/(00)+$/, "");
  const set = encode("mint", SENDER, 256n);
  expect(inner(cut(encode("execute(address,bytes)", TARGET, set)))[0]?.input).toBe(set);
  expect(inner(cut(safe(TARGET, 0n, PAUSE, 0)))).toHaveLength(1);
  expect(inner(cut(encode("upgradeToAndCall", LIBRARY, set)))[0]?.input).toBe(set);
});

test("data whose length claims more than there is are read as far as they go", () => {
  const claimed = encode("execute(address,bytes)", TARGET, MINT).replace(
    toBeHex(68, 32).slice(2),
    toBeHex(5_000, 32).slice(2),
  );
  expect(inner(claimed)[0]?.input.startsWith(MINT)).toBe(true);
  const nothing = encode("execute(address,bytes)", TARGET, "0x").slice(0, -64) + toBeHex(4, 32).slice(2);
  expect(inner(nothing)).toEqual([]);
});

test("what stands above an operation's byte is ignored, as old contracts ignore it", () => {
  const clean = safe(TARGET, 0n, PAUSE, 1);
  const at = 10 + 64 * 3;
  const dirty = `${clean.slice(0, at)}${"f".repeat(62)}01${clean.slice(at + 64)}`;
  expect(inner(dirty).map(short)).toEqual(inner(clean).map(short));
});

test("a MultiSend whose last entry is cut short, or followed by anything, keeps its calls", () => {
  const packed = concat([entry(0, TARGET, 0n, PAUSE), entry(0, TARGET, 0n, MINT)]);
  const whole = inner(encode("multiSend", packed)).map(({ to, input }) => [to, input]);
  for (const bytes of [1, 32]) {
    const followed = inner(encode("multiSend", concat([packed, `0x${"77".repeat(bytes)}`])));
    expect(followed.map(({ to, input }) => [to, input])).toEqual(whole);
  }
  const more = inner(encode("multiSend", concat([packed, `0x${"77".repeat(33)}`])));
  expect(more.slice(0, 2).map(({ to, input }) => [to, input])).toEqual(whole);
  const last = encode("mint", SENDER, 256n);
  expect(inner(encode("multiSend", entry(0, TARGET, 0n, last).slice(0, -2)))[0]?.input).toBe(last);
});

test("a batch of an ERC-7579 account is read to the end, whatever length it claims", () => {
  const list = AbiCoder.defaultAbiCoder().encode(["(address,uint256,bytes)[]"], [[[TARGET, 0n, PAUSE]]]);
  const input = `0xe9ae5c53${encode("executeMode", `0x01${"0".repeat(62)}`, list).slice(10)}`;
  const claimed = input.replace(toBeHex((list.length - 2) / 2, 32).slice(2), toBeHex(32, 32).slice(2));
  expect(claimed).not.toBe(input);
  expect(inner(claimed).map(short)).toEqual(inner(input).map(short));
});

test("batches of unequal arrays carry as many calls as there are targets and data", () => {
  expect(inner(encode("executeBatch", [TARGET, LIBRARY], [], [PAUSE, MINT])).map(({ value }) => value)).toEqual([
    0n,
    0n,
  ]);
  expect(inner(encode("executeBatch", [TARGET, LIBRARY], [4n], [PAUSE]))).toMatchObject([{ to: TARGET, value: 4n }]);
});

test("upper-case calldata is read as lower case; what is not hex, or not whole bytes, carries nothing", () => {
  const input = encode("multicall", [MINT]);
  expect(inner(`0x${input.slice(2).toUpperCase()}`)[0]?.input).toBe(MINT);
  expect(inner(`${input}0`)).toEqual([]);
  expect(inner(`${input.slice(0, -2)}zz`)).toEqual([]);
});

test("a malformed wrapper loses its own calls, not those beside it", () => {
  const broken = encode("multicall", [PAUSE]).slice(0, -64);
  const calls = inner(
    encode("aggregate3", [
      [TARGET, true, PAUSE],
      [LIBRARY, true, broken],
      [TARGET, true, MINT],
    ]),
  );
  expect(calls.map(({ input, depth }) => [input, depth])).toEqual([
    [PAUSE, 1],
    [broken, 1],
    [MINT, 1],
  ]);
});

test("nesting is read 8 deep, and the rest is said to be there", () => {
  const nest = (levels: number): string => (levels === 0 ? PAUSE : encode("multicall", [nest(levels - 1)]));
  const eight = unpack(nest(8));
  expect(eight.calls.at(-1)).toMatchObject({ input: PAUSE, depth: 8 });
  expect(eight.calls.at(-1)?.path).toHaveLength(8);
  expect(eight.truncated).toBeNull();
  const nine = unpack(nest(9));
  expect(nine.calls).toHaveLength(9);
  expect(nine.truncated).toBe("Calls nested over 8 deep inside this transaction were not read.");
});

test("1,000 calls are read, and the rest is said to be there", () => {
  const many = (count: number) =>
    encode(
      "multicall",
      Array.from({ length: count }, () => PAUSE),
    );
  expect(unpack(many(1_000))).toMatchObject({ truncated: null });
  expect(unpack(many(1_000)).calls).toHaveLength(1_001);
  const more = unpack(many(1_001));
  expect(more.calls).toHaveLength(1_001);
  expect(more.truncated).toBe("Only the first 1,000 calls inside this transaction were read.");
});

test("64 signatures are hashed, and the rest is said to be there", () => {
  const propose = (count: number) => {
    const each = <T>(value: T) => Array.from({ length: count }, () => value);
    return unpack(encode("propose", each(TARGET), each(0n), each("pause()"), each("0x"), ""));
  };
  expect(propose(64)).toMatchObject({ truncated: null });
  expect(propose(65).calls).toHaveLength(65);
  expect(propose(65).truncated).toBe("Only 64 of the functions that this transaction names by signature were read.");
});

test("overlapping offsets cannot make more than 1 MiB of inner calldata", () => {
  const word = (count: number) => toBeHex(count, 32).slice(2);
  const size = 60_000;
  const body = word(size) + "ab".repeat(size);
  const count = 900;
  const input = `0xac9650d8${word(32)}${word(count)}${word(32 * count).repeat(count)}${body}`;
  const { calls, truncated } = unpack(input);
  expect(calls).toHaveLength(1 + Math.floor(1_048_576 / size));
  expect(truncated).toBe("The calls inside this transaction have over 1 MiB of calldata: not all of them were read.");
});

test("calldata that points into itself ends quickly", () => {
  const word = (count: number) => toBeHex(count, 32).slice(2);
  // Each element is the whole calldata again: a tree of 500^8 calls.
  const count = 500;
  const head = `ac9650d8${word(32)}${word(count)}`;
  const list = word(32 * count + 32).repeat(count);
  const size = 4 + 64 + 32 * count + 32 + 32 + 200;
  const hostile = `0x${head}${list}${word(0)}${word(size)}${head}${list}${word(size)}${"00".repeat(size)}`;
  const startedAt = performance.now();
  for (let run = 0; run < 20; run++) expect(unpack(hostile).calls.length).toBeLessThanOrEqual(1_001);
  expect((performance.now() - startedAt) / 20).toBeLessThan(50);
});

test("real transactions: no cap is met, and every delegatecall or call that their wrappers carry fits the trace", () => {
  for (const transaction of readMainnetTransactions().filter(({ input, to }) => to && carriesCalls(input))) {
    const { calls, truncated } = unpackCalls(transaction);
    expect(truncated).toBeNull();
    expect(calls.length, transaction.hash).toBeGreaterThan(1);
  }
  let wrapping = 0;
  for (const { hash, from, to, input, calls: traced } of readTracedTransactions()) {
    if (!carriesCalls(input)) continue;
    wrapping += 1;
    const made = new Set(traced.map((call) => `${call.kind} ${call.to} ${call.selector}`));
    const isReverted = traced.some(({ error }) => error !== null);
    for (const call of unpackCalls({ from, to, input, value: "0x0" }).calls) {
      if (!isReverted) expect(made, hash).toContain(`${call.kind} ${call.to} ${call.input.slice(0, 10)}`);
    }
  }
  expect(wrapping).toBe(41);
});
