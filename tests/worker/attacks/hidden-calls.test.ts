import { concat, Interface, solidityPacked, toBeHex } from "ethers";
import { afterAll, beforeAll, expect, test } from "vitest";

import { compileRule } from "~/domain/rules/compile-rule";
import { evaluateRule } from "~/domain/rules/evaluate-rule";
import { SignatureCache } from "~/domain/rules/signature-cache";
import { buildRuleIndex } from "../../../worker/matcher/build-rule-index";
import { matchTransaction } from "../../../worker/matcher/match-transaction";
import { plainTransaction, ruleSource } from "../../support/rule-source";
import { waitFor } from "../../support/wait-for";
import { type AttackDesk, openAttackDesk } from "./desk";

const address = (byte: string) => `0x${byte.repeat(20)}`;
const [PROXY, ADMIN, SAFE, LIBRARY, ROUTER] = [
  address("ab"),
  address("ad"),
  address("5a"),
  address("4a"),
  address("70"),
];
const [EVIL, ZERO] = [address("66"), address("00")];
const BLOCK_GAS = "0x1c00000";

const abi = new Interface([
  "function upgradeTo(address)",
  "function upgrade(address,address)",
  "function execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)",
  "function multiSend(bytes)",
  "function aggregate3((address,bool,bytes)[])",
  "function execute(address,bytes)",
  "function execute(address,uint256,bytes)",
]);
const encode = (name: string, ...values: unknown[]) => abi.encodeFunctionData(name, values);
const word = (count: number) => toBeHex(count, 32).slice(2);
const UPGRADE_TO = encode("upgradeTo", EVIL);
const UPGRADE = encode("upgrade", PROXY, EVIL);

const entry = (to: string, data: string) =>
  solidityPacked(["uint8", "address", "uint256", "uint256", "bytes"], [0, to, 0, (data.length - 2) / 2, data]);
const safe = (to: string, data: string, operation: number) =>
  encode("execTransaction", to, 0, data, operation, 0, 0, 0, ZERO, ZERO, "0x");
const viaSafe = (packed: string) => safe(LIBRARY, encode("multiSend", packed), 1);
const nested = (levels: number): string =>
  levels === 0 ? UPGRADE_TO : encode("aggregate3", [[levels === 1 ? PROXY : ROUTER, false, nested(levels - 1)]]);
const junk = (count: number) => Array.from({ length: count }, () => [ROUTER, true, "0x"]);

let desk: AttackDesk;
let rule: string;

beforeAll(async () => {
  desk = await openAttackDesk();
  const watchlistId = await desk.watch(PROXY);
  rule = await desk.rule({ watchlistId, signature: "upgradeTo(address)" });
});
afterAll(() => desk?.[Symbol.asyncDispose]());

/** The alert that a pending transaction raises. */
async function alertOf(fields: Record<string, unknown>) {
  const hash = await desk.send(fields);
  const find = async () => (await desk.alerts(rule)).find(({ txHash }) => txHash === hash);
  return waitFor(find, { timeoutMs: 5_000, describe: "the attack is alerted" });
}

test("an upgrade inside Safe, MultiSend and ProxyAdmin is found with its way", async () => {
  const { title, callPath } = await alertOf({
    to: SAFE,
    data: viaSafe(concat([entry(ROUTER, "0x"), entry(ADMIN, UPGRADE)])),
  });
  expect(title).toBe("Vault is being upgraded to 0x6666…6666");
  const names = ["execTransaction", "multiSend", "upgrade"];
  expect(callPath).toMatchObject({ depth: 3, caller: ADMIN, path: names.map((name) => ({ name })) });
});

/** Of the length word of the `bytes` at head word `slot`. */
const withLength = (input: string, slot: number, length: number) => {
  const at = 10 + 64 * slot + 64;
  return `${input.slice(0, at)}${word(length)}${input.slice(at + 64)}`;
};
const dirtyOperation = safe(ADMIN, UPGRADE, 0).replace(
  new RegExp(`^(.{${10 + 64 * 3}}).{64}`),
  `$1${"ff".repeat(31)}00`,
);
const oddlyLaidOut = `0x82ad56cb${word(96)}${"ee".repeat(64)}${word(1)}${word(39)}${"dd".repeat(7)}${"ff".repeat(12)}${PROXY.slice(2)}${word(0)}${word(96)}${word(36)}${UPGRADE_TO.slice(2).padEnd(128, "0")}${"cc".repeat(33)}`;

test.each([
  ["a byte follows the last entry of a MultiSend", SAFE, viaSafe(concat([entry(ADMIN, UPGRADE), "0x00"]))],
  ["anything follows it", SAFE, viaSafe(concat([entry(ADMIN, UPGRADE), `0x${"77".repeat(50)}`]))],
  [
    "its last entry is cut short",
    SAFE,
    viaSafe(entry(ADMIN, encode("upgrade", PROXY, `0x${"66".repeat(19)}00`)).slice(0, -2)),
  ],
  ["the operation's word has dirty bits", SAFE, dirtyOperation],
  [
    "the data's length claims more than there is",
    ROUTER,
    withLength(encode("execute(address,bytes)", PROXY, UPGRADE_TO), 1, 5_000),
  ],
  [
    "the end of the calldata is cut off",
    ROUTER,
    encode("execute(address,uint256,bytes)", PROXY, 0, UPGRADE_TO).replace(/(00)+$/, ""),
  ],
  ["the address has dirty bits and nothing stands where it usually does", ROUTER, oddlyLaidOut],
  ["the digits are upper case", SAFE, `0x${viaSafe(entry(ADMIN, UPGRADE)).slice(2).toUpperCase()}`],
])("a hidden call is found though %s", async (_, to, data) => {
  expect((await alertOf({ to, data })).title).toMatch(/^Vault is being upgraded to 0x6666…66/);
});

const shared = `${ROUTER.slice(2).padStart(64, "0")}${word(1)}${word(96)}${word(40_000)}${"00".repeat(40_000)}`;
const real = `${PROXY.slice(2).padStart(64, "0")}${word(0)}${word(96)}${word(36)}${UPGRADE_TO.slice(2).padEnd(128, "0")}`;
const places = Array.from({ length: 31 }, (_, at) => word(at < 30 ? 31 * 32 : 31 * 32 + shared.length / 2)).join("");

test.each([
  ["nine levels deep", nested(9)],
  ["the 1,001st of a batch", encode("aggregate3", [...junk(1_000), [PROXY, false, UPGRADE_TO]])],
  ["behind a megabyte of overlapping data", `0x82ad56cb${word(32)}${word(31)}${places}${shared}${real}`],
  ["a ProxyAdmin's, nine levels deep", nested(9).replace(UPGRADE_TO.slice(2), UPGRADE.slice(2))],
])("a call past the caps is alerted all the same, and that it was not read is said: %s", async (_, data) => {
  const { description, uncertain, callPath } = await alertOf({ to: ROUTER, gas: BLOCK_GAS, data });
  expect(description).toContain("the function's selector stand in a part of the calldata that was not read");
  expect(description).toContain("Not every inner call was looked at");
  expect(uncertain).toBeNull();
  expect(callPath).toMatchObject({ truncated: expect.any(String) });
});

test("past the caps a condition can't be asked, and a rule that has one is shown to be safe; a trial says the same", () => {
  const transaction = plainTransaction({ to: ROUTER, input: nested(9) });
  const upgradeTo = { addresses: [PROXY], signature: "upgradeTo(address)" };
  const sources = [
    ruleSource(upgradeTo),
    ruleSource({ ...upgradeTo, condition: `newImplementation == ${ADMIN}` }),
    ruleSource({ ...upgradeTo, condition: "value > 5 ether" }),
    ruleSource({ addresses: [PROXY], signature: null }),
    ruleSource({ addresses: [PROXY], signature: "pause()" }),
    ruleSource({ addresses: [ADMIN], signature: "upgradeTo(address)" }),
    ruleSource({ addresses: [PROXY], trigger: "mention", signature: null }),
  ];
  const index = buildRuleIndex(sources, { lists: new Map() });
  expect(index.rejected).toEqual([]);
  const matches = matchTransaction(index, "mainnet", transaction);
  const found = sources.map(({ id }) => matches.find(({ rule }) => rule.id === id)?.uncertain);
  const unread = "The call stands in a part of the transaction that was not read.";
  expect(found).toEqual([null, unread, unread, null, undefined, undefined, null]);
  const naive = sources.map((source) => {
    const compiled = compileRule(source, { lists: new Map(), signatures: new SignatureCache() });
    if ("detail" in compiled) throw new Error(compiled.detail);
    return evaluateRule(compiled, { transaction });
  });
  expect(naive.map(({ matched }) => matched)).toEqual([true, null, null, true, false, false, true]);
  expect(naive.map(({ match }) => match?.uncertain)).toEqual(found);
});

test("calldata behind the arguments, or too little of it, keeps no call from being alerted", async () => {
  expect((await alertOf({ to: PROXY, data: `${UPGRADE_TO}ffffffffff` })).title).toBe(
    "Vault is being upgraded to 0x6666…6666",
  );
  expect((await alertOf({ to: PROXY, data: UPGRADE_TO.slice(0, -4) })).description).toContain("could not be read");
});
