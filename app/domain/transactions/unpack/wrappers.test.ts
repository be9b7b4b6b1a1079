import { readFileSync } from "node:fs";
import { Interface, id, type ParamType, type Result } from "ethers";
import { expect, test } from "vitest";
import { readTracedTransactions } from "../../../../tests/bench/traced-transactions";
import { readMainnetTransactions } from "../../../../tests/bench/workload";
import type { CallSite } from "../call-site";
import { carriesCalls, findWrapper, isWrapper, WRAPPERS } from "./find-wrapper";
import { unpackCalls } from "./unpack-calls";

/**
 * The published functions with their parameters' names, normalised so that the fields of a carried call are `to`,
 * `value`, `data`, `signature`, `operation` (a list of each, or tuples of them, where there are several) and calldata
 * for the contract itself is `own`. Everything here is said by the ABIs, nothing by our table.
 */
const PUBLISHED = [
  "multicall(bytes[] own)",
  "multicall(uint256 deadline, bytes[] own)",
  "multicall(bytes32 previousBlockhash, bytes[] own)",
  "batch(bytes[] own, bool revertOnFail)",
  "executeMetaTransaction(address userAddress, bytes data, bytes32 sigR, bytes32 sigS, uint8 sigV)",
  "aggregate((address to, bytes data)[] calls)",
  "blockAndAggregate((address to, bytes data)[] calls)",
  "tryAggregate(bool requireSuccess, (address to, bytes data)[] calls)",
  "tryBlockAndAggregate(bool requireSuccess, (address to, bytes data)[] calls)",
  "aggregate3((address to, bool allowFailure, bytes data)[] calls)",
  "aggregate3Value((address to, bool allowFailure, uint256 value, bytes data)[] calls)",
  "aggregate(address[] to, bytes[] data, uint256[] value, address refundTo)",
  "multicall(address[] to, bytes[] data)",
  "execute(address[] to, bytes[] data)",
  "multicall((address to, bytes data, uint256 value, bool skipRevert, bytes32 callbackHash)[] bundle)",
  "batch((address to, address onBehalfOfAccount, uint256 value, bytes data)[] items)",
  "call(address to, address onBehalfOfAccount, uint256 value, bytes data)",
  "execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures)",
  "setup(address[] owners, uint256 threshold, address to, bytes data, address fallbackHandler, address paymentToken, uint256 payment, address paymentReceiver) delegatecall",
  "execTransactionFromModule(address to, uint256 value, bytes data, uint8 operation)",
  "execTransactionFromModuleReturnData(address to, uint256 value, bytes data, uint8 operation)",
  "execTransactionWithRole(address to, uint256 value, bytes data, uint8 operation, uint16 role, bool shouldRevert)",
  "execTransactionWithRoleReturnData(address to, uint256 value, bytes data, uint8 operation, uint16 role, bool shouldRevert)",
  "execTransactionWithRole(address to, uint256 value, bytes data, uint8 operation, bytes32 roleKey, bool shouldRevert)",
  "execTransactionWithRoleReturnData(address to, uint256 value, bytes data, uint8 operation, bytes32 roleKey, bool shouldRevert)",
  "executeNextTx(address to, uint256 value, bytes data, uint8 operation)",
  "executeProposal(string proposalId, bytes32[] txHashes, address to, uint256 value, bytes data, uint8 operation)",
  "executeProposalWithIndex(string proposalId, bytes32[] txHashes, address to, uint256 value, bytes data, uint8 operation, uint256 txIndex)",
  "submitTransaction(address to, uint256 value, bytes data) scheduled",
  "schedule(address to, uint256 value, bytes data, bytes32 predecessor, bytes32 salt, uint256 delay) scheduled",
  "scheduleBatch(address[] to, uint256[] value, bytes[] data, bytes32 predecessor, bytes32 salt, uint256 delay) scheduled",
  "execute(address to, uint256 value, bytes data, bytes32 predecessor, bytes32 salt)",
  "executeBatch(address[] to, uint256[] value, bytes[] data, bytes32 predecessor, bytes32 salt)",
  "schedule(address to, bytes data, uint48 when) scheduled",
  "queueTransaction(address to, uint256 value, string signature, bytes data, uint256 eta) scheduled",
  "executeTransaction(address to, uint256 value, string signature, bytes data, uint256 eta)",
  "queueTransaction(address to, uint256 value, string signature, bytes data, uint256 executionTime, bool operation) scheduled",
  "executeTransaction(address to, uint256 value, string signature, bytes data, uint256 executionTime, bool operation)",
  "executeTransaction(address to, uint256 value, string signature, bytes data, bool operation)",
  "create(address executor, address[] to, uint256[] value, string[] signature, bytes[] data, bool[] operation, bytes32 ipfsHash) scheduled",
  "propose(address[] to, uint256[] value, bytes[] data, string description) scheduled",
  "queue(address[] to, uint256[] value, bytes[] data, bytes32 descriptionHash) scheduled",
  "execute(address[] to, uint256[] value, bytes[] data, bytes32 descriptionHash)",
  "propose(address[] to, uint256[] value, string[] signature, bytes[] data, string description) scheduled",
  "plot(address to, bytes32 tag, bytes data, uint256 eta) scheduled delegatecall",
  "exec(address to, bytes32 tag, bytes data, uint256 eta) delegatecall",
  "execute(bytes32 callId, (address to, uint256 value, bytes data)[] actions, uint256 allowFailureMap)",
  "createProposal(bytes metadata, (address to, uint256 value, bytes data)[] actions, uint256 allowFailureMap, uint64 startDate, uint64 endDate, uint8 voteOption, bool tryEarlyExecution) scheduled",
  "handleOps((address to, uint256 nonce, bytes initCode, bytes data, uint256 callGasLimit, uint256 verificationGasLimit, uint256 preVerificationGas, uint256 maxFeePerGas, uint256 maxPriorityFeePerGas, bytes paymasterAndData, bytes sig)[] ops, address beneficiary)",
  "handleOps((address to, uint256 nonce, bytes initCode, bytes data, bytes32 accountGasLimits, uint256 preVerificationGas, bytes32 gasFees, bytes paymasterAndData, bytes sig)[] ops, address beneficiary)",
  "handleAggregatedOps(((address to, uint256 nonce, bytes initCode, bytes data, uint256 callGasLimit, uint256 verificationGasLimit, uint256 preVerificationGas, uint256 maxFeePerGas, uint256 maxPriorityFeePerGas, bytes paymasterAndData, bytes sig)[] userOps, address aggregator, bytes sig)[] opsPerAggregator, address beneficiary)",
  "handleAggregatedOps(((address to, uint256 nonce, bytes initCode, bytes data, bytes32 accountGasLimits, uint256 preVerificationGas, bytes32 gasFees, bytes paymasterAndData, bytes sig)[] userOps, address aggregator, bytes sig)[] opsPerAggregator, address beneficiary)",
  "execute(address to, uint256 value, bytes data)",
  "executeBatch(address[] to, bytes[] data)",
  "executeBatch(address[] to, uint256[] value, bytes[] data)",
  "executeBatch((address to, uint256 value, bytes data)[] calls)",
  "execute((address to, uint256 value, bytes data)[] calls)",
  "execute((address to, uint256 value, bytes data)[] calls, bytes sig)",
  "execute4337Ops((address to, uint256 value, bytes data)[] calls)",
  "execute4337Op(address to, uint256 value, bytes data)",
  "execute_ncC(address to, uint256 value, bytes data)",
  "executeBatch_y6U(address[] to, uint256[] value, bytes[] data)",
  "executeCall(address to, uint256 value, bytes data)",
  "executeBatchCall(address[] to, uint256[] value, bytes[] data)",
  "execute(address to, uint256 value, bytes data, uint8 operation)",
  "execute(uint256 operation, address to, uint256 value, bytes data) delegatecall=4",
  "executeBatch(uint256[] operation, address[] to, uint256[] value, bytes[] data) delegatecall=4",
  "executeUserOp(address to, uint256 value, bytes data, uint8 operation)",
  "executeUserOpWithErrorString(address to, uint256 value, bytes data, uint8 operation)",
  "diamondCut((address facetAddress, uint8 action, bytes4[] functionSelectors)[] cuts, address to, bytes data) delegatecall",
  "execute(address to, bytes data) delegatecall",
  "proxy(address to, uint8 operation, bytes data)",
  "proxy((uint8 operation, address to, uint256 value, bytes data)[] calls) call=1 delegatecall=2",
  "invoke(address to, uint256 value, bytes data)",
  "multiCall(address wallet, (address to, uint256 value, bytes data)[] transactions)",
  "execute(address wallet, bytes data, uint256 nonce, bytes signatures, uint256 gasPrice, uint256 gasLimit, address refundToken, address refundAddress)",
  "execute((address from, address to, uint256 value, uint256 gas, uint256 nonce, bytes data) req, bytes sig)",
  "execute((address from, address to, uint256 value, uint256 gas, uint48 deadline, bytes data, bytes sig) request)",
  "executeBatch((address from, address to, uint256 value, uint256 gas, uint48 deadline, bytes data, bytes sig)[] requests, address refundReceiver)",
  "execute((address from, address to, uint256 value, uint256 gas, uint256 nonce, bytes data, uint256 validUntil) req, bytes32 domainSeparator, bytes32 requestTypeHash, bytes suffixData, bytes sig)",
].map((line) => {
  const end = line.lastIndexOf(")") + 1;
  const notes = line.slice(end);
  const fragment = new Interface([`function ${line.slice(0, end)}`]);
  const selector = fragment.fragments[0] ? fragment.getFunction(fragment.fragments[0].format())?.selector : undefined;
  const numbered = (name: string) => new RegExp(` ${name}=(\\d)`).exec(notes)?.[1];
  return {
    fragment,
    selector: selector ?? "",
    isScheduled: notes.includes("scheduled"),
    isDelegatecall: /delegatecall(?!=)/.test(notes),
    call: Number(numbered("call") ?? 0),
    delegatecall: Number(numbered("delegatecall") ?? 1),
  };
});
type Published = (typeof PUBLISHED)[number];

/** Packed, nested or written anew: each has its own tests in unpack-calls.test.ts. */
const SPECIAL = new Set([
  "0x8d80ff0a multiSend(bytes)",
  "0xd948d468 forward(bytes)",
  "0xd5db2c80 newVote(bytes,string)",
  "0xf4b00513 newVote(bytes,string,bool,bool)",
  "0xe9ae5c53 execute(bytes32,bytes)",
  "0xd691c964 executeFromExecutor(bytes32,bytes)",
  "0x8dd7712f executeUserOp((address,uint256,bytes,bytes,bytes32,uint256,bytes32,bytes,bytes),bytes32)",
  "0x9623609d upgradeAndCall(address,address,bytes)",
  "0x99a88ec4 upgrade(address,address)",
  "0x7eff275e changeProxyAdmin(address,address)",
  "0x4f1ef286 upgradeToAndCall(address,bytes)",
]);

const SENDER = "0x1111111111111111111111111111111111111111";
const CARRIER = "0x2222222222222222222222222222222222222222";
const transactions = readMainnetTransactions();
const traced = readTracedTransactions();

interface Expected {
  to: string;
  input: string;
  value: bigint;
  kind: CallSite["kind"];
}

/** What the published ABI says that the calldata carries, as ethers decodes it. */
function expectedOf({ fragment, selector, ...notes }: Published, site: CallSite): Expected[] {
  const called = fragment.getFunction(selector);
  if (!called) throw new Error(`no function ${selector}`);
  const args = fragment.decodeFunctionData(called, site.input);
  const found: Expected[] = [];
  const add = (field: (name: string) => unknown) => {
    const operation = field("operation");
    const delegates = operation === undefined ? notes.isDelegatecall : Number(operation) === notes.delegatecall;
    if (operation !== undefined && !delegates && Number(operation) !== notes.call) return;
    const signature = field("signature");
    const prefix = typeof signature === "string" && signature !== "" ? id(signature).slice(0, 10) : "0x";
    const data = String(field("data"));
    if (data === "0x" && called.name.startsWith("handle")) return;
    const isElsewhere = notes.isScheduled || findWrapper(site.input)?.callerUnknown;
    const value = delegates ? (isElsewhere ? 0n : site.value) : BigInt(String(field("value") ?? 0));
    const kind = notes.isScheduled ? "scheduled" : delegates ? "delegatecall" : "call";
    found.push({ to: String(field("to") ?? site.to).toLowerCase(), input: prefix + data.slice(2), value, kind });
  };
  const visit = (types: readonly ParamType[], values: Result) => {
    const named = (name: string) => types.findIndex((type) => type.name === name);
    const own = named("own");
    if (own >= 0) {
      for (const input of values[own]) {
        found.push({ to: site.to, input, value: site.value, kind: "delegatecall" });
      }
    } else if (named("data") >= 0 && types[named("data")]?.isArray()) {
      const length = values[named("data")].length;
      for (let index = 0; index < length; index++) {
        add((name) => (named(name) < 0 ? undefined : values[named(name)][index]));
      }
    } else if (named("data") >= 0) add((name) => (named(name) < 0 ? undefined : values[named(name)]));
    types.forEach((type, index) => {
      if (type.isTuple()) visit(type.components, values[index]);
      const element = type.isArray() ? type.arrayChildren : null;
      if (element?.isTuple()) for (const each of values[index]) visit(element.components, each);
    });
  };
  visit(called.inputs, args);
  return found;
}

/** A realistic value for each parameter; every address and amount is another one, so that none is taken for another. */
function builtArguments(published: Published, operation: number): unknown[] {
  let count = 0;
  const operationAs = (type: ParamType) => (type.format() === "bool" ? operation === 1 : operation);
  const fill = (type: ParamType): unknown => {
    count += 1;
    if (type.isTuple()) return type.components.map(fill);
    if (type.isArray()) {
      const element = type.arrayChildren;
      return [0, 1, 2].map(() => (type.name === "operation" ? operationAs(element) : fill(element)));
    }
    if (type.name === "operation") return operationAs(type);
    if (type.name === "signature" || (type.format() === "string" && type.name === ""))
      return "setPendingAdmin(address)";
    if (type.format() === "address") return `0x${count.toString(16).padStart(40, "a")}`;
    if (type.format() === "bytes") return `0xa9059cbb${count.toString(16).padStart(count % 2 ? 64 : 72, "0")}`;
    if (type.format() === "bool") return true;
    if (type.format() === "string") return `text ${count}`;
    if (type.format().startsWith("uint")) return BigInt(count) + (type.format() === "uint256" ? 10n ** 18n : 0n);
    return `0x${count.toString(16).padStart(2 * Number(type.format().slice("bytes".length)), "0")}`;
  };
  return (published.fragment.getFunction(published.selector)?.inputs ?? []).map(fill);
}

const childrenOf = (calls: readonly CallSite[], parent: CallSite) => {
  const end = calls.findIndex((call, at) => at > calls.indexOf(parent) && call.depth <= parent.depth);
  return calls
    .slice(calls.indexOf(parent) + 1, end < 0 ? undefined : end)
    .filter((call) => call.depth === parent.depth + 1);
};
const bare = ({ to, input, value, kind }: CallSite): Expected => ({ to, input, value, kind });

test("every wrapper's selector is its signature's, once, and is found in calldata", () => {
  for (const { selector, signature, source } of WRAPPERS) {
    expect(selector, signature).toBe(id(signature).slice(0, 10));
    expect(source).not.toBe("");
    expect(isWrapper(selector)).toBe(true);
    expect(findWrapper(`${selector.toUpperCase().replace("X", "x")}00`)?.signature).toBe(signature);
    expect(carriesCalls(selector)).toBe(true);
  }
  expect(new Set(WRAPPERS.map(({ selector }) => selector)).size).toBe(WRAPPERS.length);
});

test("the documentation lists every wrapper with its selector", () => {
  const page = readFileSync(new URL("../../../../docs/unpacking.md", import.meta.url), "utf8");
  expect(WRAPPERS.filter((one) => !page.includes(`| \`${one.signature}\` | \`${one.selector}\` |`))).toEqual([]);
});

test("what is no wrapper's call is none", () => {
  for (const input of [
    "",
    "0x",
    "0xac",
    "0xac9650d",
    "0xac9650d9",
    "0xacg650d8",
    "zz".repeat(9),
    `0x${"0".repeat(99)}`,
  ]) {
    expect(carriesCalls(input), input).toBe(false);
  }
  expect(isWrapper("0xa9059cbb")).toBe(false);
});

test("every wrapper has a published ABI to be checked against, or tests of its own", () => {
  const covered = new Set([
    ...PUBLISHED.map(({ selector }) => selector),
    ...[...SPECIAL].map((one) => one.slice(0, 10)),
  ]);
  expect(WRAPPERS.filter(({ selector }) => !covered.has(selector))).toEqual([]);
  expect(PUBLISHED.filter(({ selector }) => !isWrapper(selector)).map(({ fragment }) => fragment.format())).toEqual([]);
});

test.each(PUBLISHED.map((published) => [findWrapper(published.selector)?.signature ?? "", published] as const))(
  "%s carries what ethers encodes with the published ABI",
  (_, published) => {
    const { fragment, selector, call, delegatecall } = published;
    for (const operation of [call, delegatecall, 7]) {
      const input = fragment.encodeFunctionData(selector, builtArguments(published, operation));
      const { calls, truncated } = unpackCalls({ from: SENDER, to: CARRIER, input, value: "0x5" });
      const own = calls[0];
      if (!own) throw new Error("the transaction's own call is missing");
      const expected = expectedOf(published, own);
      expect(calls.slice(1).map(bare)).toEqual(expected);
      expect(truncated).toBeNull();
      if (operation === call) expect(expected.length).toBeGreaterThan(0);
    }
  },
);

test.each(WRAPPERS.filter(({ example }) => example !== null).map((wrapper) => [wrapper.signature, wrapper] as const))(
  "%s in a real transaction carries what ethers decodes",
  (_, { selector, example }) => {
    const transaction =
      transactions.find(({ hash }) => hash === example) ??
      traced.map((each) => ({ ...each, value: "0x0" })).find(({ hash }) => hash === example);
    if (!transaction) throw new Error(`no transaction ${example}`);
    const { calls } = unpackCalls(transaction);
    const wrapping = calls.filter(({ input }) => input.startsWith(selector));
    expect(wrapping.length).toBeGreaterThan(0);
    const published = PUBLISHED.find((each) => each.selector === selector);
    for (const site of wrapping) {
      const inner = childrenOf(calls, site);
      expect(inner.length).toBeGreaterThan(0);
      if (published) expect(inner.map(bare)).toEqual(expectedOf(published, site));
    }
  },
);
