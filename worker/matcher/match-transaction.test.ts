import { AbiCoder, Interface } from "ethers";
import { expect, test } from "vitest";

import type { AddressLists } from "~/domain/conditions/condition-subject";
import type { RuleSource } from "~/domain/rules/rule-source";
import type { EventLog } from "~/domain/transactions/event-log";
import type { MinedFacts } from "~/domain/transactions/mined-facts";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import { ruleSource as rule, SENDER, plainTransaction as transaction, VAULT } from "../../tests/support/rule-source";
import { buildRuleIndex, buildRuleIndexInSlices } from "./build-rule-index";
import { explainMatch } from "./explain-match";
import { matchMined } from "./match-mined";
import { matchCalls, matchTransaction } from "./match-transaction";
import { wantsReceipts } from "./wants-receipts";

const OTHER = `0x${"cd".repeat(20)}`;
const lists: AddressLists = new Map([["safe", new Set([SENDER])]]);
const build = (sources: RuleSource[]) => buildRuleIndex(sources, { lists });

const INTERFACE = new Interface([
  "function transferOwnership(address newOwner)",
  "function aggregate3((address target, bool allowFailure, bytes callData)[] calls)",
  "event OwnershipTransferred(address indexed previousOwner, address indexed newOwner)",
]);
const TRANSFER_OWNERSHIP = INTERFACE.encodeFunctionData("transferOwnership", [SENDER]);

/** A Multicall3 batch. */
function batch(...calls: [to: string, input: string][]): string {
  return INTERFACE.encodeFunctionData("aggregate3", [calls.map(([to, input]) => [to, false, input])]);
}

function facts(values: Partial<MinedFacts> = {}): MinedFacts {
  const block = { blockNumber: 20_000_000n, blockHash: `0x${"0b".repeat(32)}`, blockAtMs: 1_720_000_000_000 };
  return {
    ...block,
    transactionIndex: 0,
    status: "Success",
    gasUsed: 21_000n,
    effectiveGasPrice: 10n ** 9n,
    ...values,
  };
}

function match(sources: RuleSource[], tx: RpcTransaction, networkId = "mainnet") {
  return matchTransaction(build(sources), networkId, tx);
}

function mined(sources: RuleSource[], tx: RpcTransaction, values: Partial<MinedFacts> = {}, logs: EventLog[] = []) {
  return matchMined(build(sources), "mainnet", { transaction: tx, logs, facts: facts(values) });
}

function matchedIds(sources: RuleSource[], tx: RpcTransaction, networkId = "mainnet"): string[] {
  return match(sources, tx, networkId).map(({ rule }) => rule.id);
}

function ownershipLog(address: string): EventLog {
  const event = INTERFACE.getEvent("OwnershipTransferred");
  const word = `0x${SENDER.slice(2).padStart(64, "0")}`;
  return { address, topics: [event?.topicHash ?? "", word, word], data: "0x", logIndex: 3 };
}

test("a call of the watched function on the watched address matches, and nothing else does", () => {
  const watching = rule();
  expect(matchedIds([watching], transaction({ input: TRANSFER_OWNERSHIP }))).toEqual([watching.id]);
  expect(matchedIds([watching], transaction({ input: TRANSFER_OWNERSHIP, to: OTHER }))).toEqual([]);
  expect(matchedIds([watching], transaction({ input: "0x715018a6" }))).toEqual([]);
  expect(matchedIds([watching], transaction({ input: TRANSFER_OWNERSHIP }), "base")).toEqual([]);
});

test("addresses and selectors match in whatever case node and rule have them", () => {
  const upper = `0x${VAULT.slice(2).toUpperCase()}`;
  const watching = rule({ addresses: [upper, VAULT, OTHER], signature: "0xF2FDE38B" });
  const shouted = `0x${TRANSFER_OWNERSHIP.slice(2).toUpperCase()}`;
  expect(matchedIds([watching], transaction({ to: upper, input: shouted }))).toEqual([watching.id]);
  expect(matchedIds([watching], transaction({ to: OTHER, input: TRANSFER_OWNERSHIP }))).toEqual([watching.id]);
});

test("a bare name watches every overload, and the match names the one that is called", () => {
  const watching = rule({ signature: "flashLoan" });
  const index = build([watching]);
  for (const selector of ["0x5cffe9de", "0x5c38449e", "0xab9c4b5d"]) {
    const [match] = matchTransaction(index, "mainnet", transaction({ input: `${selector}00` }));
    expect(match?.functions.map((fn) => fn.selector)).toEqual([selector]);
  }
});

test("a rule without addresses watches the whole network, beside the address's own rules", () => {
  const everywhere = rule({ addresses: null, watchlistId: null, contractName: null, signature: "0xf2fde38b" });
  const here = rule();
  expect(matchedIds([everywhere, here], transaction({ input: TRANSFER_OWNERSHIP }))).toEqual([here.id, everywhere.id]);
  expect(matchedIds([everywhere, here], transaction({ input: TRANSFER_OWNERSHIP, to: OTHER }))).toEqual([
    everywhere.id,
  ]);
});

test("contract creations, plain transfers, short calldata and garbage match nothing", () => {
  const sources = [rule({ addresses: null, signature: "0x60806040" }), rule({ signature: "0x60806040" })];
  const none: Partial<RpcTransaction>[] = [
    { to: null, input: "0x6080604052" },
    { input: "0x" },
    { input: "0x608060" },
    { input: "" },
    { input: "6080604000" },
    { to: "" },
  ];
  for (const values of none) expect(matchedIds(sources, transaction(values))).toEqual([]);
  const { input: _input, ...withoutInput } = transaction();
  expect(matchedIds(sources, withoutInput as RpcTransaction)).toEqual([]);
});

test("nothing is allocated for a transaction that matches nothing", () => {
  const index = build([rule()]);
  const plain = transaction({ to: OTHER });
  expect(matchTransaction(index, "mainnet", plain)).toBe(matchTransaction(index, "base", plain));
});

test("a rule that does not compile is listed with its reason and keeps no other rule out", () => {
  const good = rule();
  const bad = rule({ signature: "0x1234" });
  const lost = rule({ addresses: ["0x1234"] });
  const index = build([bad, good, lost]);
  expect(index.size).toBe(1);
  expect(index.rejected).toEqual([
    { id: bad.id, detail: expect.stringContaining("8 hex digits") },
    { id: lost.id, detail: expect.stringContaining("40 hex digits") },
  ]);
  expect(matchedIds([bad, good, lost], transaction({ input: TRANSFER_OWNERSHIP }))).toEqual([good.id]);
});

test("a match is explained by the contract's name and the call", () => {
  const contracts = new Map([[VAULT, { id: "entry", name: "Vault\u202E", tags: [] }]]);
  const index = build([rule({ contracts })]);
  const tx = transaction({ input: TRANSFER_OWNERSHIP });
  const [match] = matchTransaction(index, "mainnet", tx);
  if (!match) throw new Error("no match");
  expect(explainMatch(match, tx)).toMatchObject({
    kind: "and",
    result: true,
    children: [
      { kind: "address", label: "to is Vault⟨U+202E⟩", actual: expect.stringMatching(/^0xaB/i), result: true },
      {
        kind: "selector",
        label: "the call is transferOwnership(address)",
        expected: "0xf2fde38b",
        actual: "0xf2fde38b",
        result: true,
      },
    ],
  });
});

test("a hundred thousand rules are built in slices, and the event loop turns in between", async () => {
  const sources = Array.from({ length: 100_000 }, (_, at) =>
    rule({ addresses: [`0x${at.toString(16).padStart(40, "0")}`], signature: at % 2 === 0 ? "pause" : "mint" }),
  );
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 0);
  const index = await buildRuleIndexInSlices(sources, { lists });
  clearInterval(timer);
  expect(index.size).toBe(100_000);
  expect(turns).toBeGreaterThan(5);
  const to = `0x${(12_344).toString(16).padStart(40, "0")}`;
  expect(matchTransaction(index, "mainnet", transaction({ to, input: "0x8456cb59" }))[0]?.rule.addresses).toEqual([to]);
});

test("a rule whose reading breaks is rejected with a reason and keeps no other from the index", () => {
  const abi = {
    get abi(): never {
      throw new Error("broken");
    },
  };
  const index = build([rule({ id: "bad", abi }), rule({ id: "good" })]);
  expect(index.size).toBe(1);
  expect(index.rejected).toEqual([{ id: "bad", detail: "It could not be read: broken" }]);
});

test("a call inside another matches with its path, and the watched contract's own transaction is none of it", () => {
  const watching = rule();
  const input = batch([OTHER, "0x715018a6"], [VAULT, TRANSFER_OWNERSHIP], [VAULT, TRANSFER_OWNERSHIP]);
  const [found, ...others] = match([watching], transaction({ to: OTHER, input }));
  expect(others).toEqual([]);
  expect(found).toMatchObject({ address: VAULT, more: 1, uncertain: null, truncated: null });
  expect(found?.call).toMatchObject({ to: VAULT, caller: OTHER, depth: 1, path: [{ to: OTHER, index: 1 }] });
});

test("a cap that was met in unpacking is said with the match", () => {
  const calls = Array.from({ length: 1_200 }, (): [string, string] => [VAULT, TRANSFER_OWNERSHIP]);
  const [found] = match([rule()], transaction({ to: OTHER, input: batch(...calls) }));
  expect(found?.truncated).toContain("1,000");
});

test("a rule of senders sees what they send, a contract's creation too", () => {
  const any = rule({ side: "sender", addresses: [SENDER], signature: null });
  const named = rule({ side: "sender", addresses: [SENDER] });
  expect(matchedIds([any, named], transaction({ to: OTHER, input: "0x" }))).toEqual([any.id]);
  expect(matchedIds([any, named], transaction({ to: OTHER, input: TRANSFER_OWNERSHIP })).sort()).toEqual(
    [any.id, named.id].sort(),
  );
  expect(matchedIds([named], transaction({ to: OTHER, input: batch([OTHER, TRANSFER_OWNERSHIP]) }))).toEqual([
    named.id,
  ]);
  const [created] = match([any, named], transaction({ to: null, input: "0x6080604052" }));
  expect(created).toMatchObject({ rule: { id: any.id }, address: SENDER, call: null });
  expect(matchedIds([any, named], transaction({ from: OTHER, input: TRANSFER_OWNERSHIP }))).toEqual([]);
});

test("a rule of either side matches once, and as its target's first", () => {
  const either = rule({ side: "either", addresses: [VAULT, SENDER] });
  const [asTarget, ...others] = match([either], transaction({ input: TRANSFER_OWNERSHIP }));
  expect(others).toEqual([]);
  expect(asTarget).toMatchObject({ address: VAULT, more: 0 });
  const [asSender] = match([either], transaction({ to: OTHER, input: TRANSFER_OWNERSHIP }));
  expect(asSender).toMatchObject({ address: SENDER, more: 0 });
});

test("a sender that the node left out is recovered from the signature", () => {
  const signed: RpcTransaction = {
    hash: "0x33469b22e9f636356c4160a87eb19df52b7412e8eac32a4a55ffe88ea8350788",
    to: "0x3535353535353535353535353535353535353535",
    input: "0x",
    value: "0xde0b6b3a7640000",
    nonce: "0x9",
    gas: "0x5208",
    gasPrice: "0x4a817c800",
    type: "0x0",
    chainId: "0x1",
    v: "0x25",
    r: "0x28ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276",
    s: "0x67cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83",
  };
  // The example of EIP-155.
  const sender = "0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f";
  const watching = rule({ side: "sender", addresses: [sender], signature: null });
  const conditioned = rule({ addresses: [signed.to ?? ""], signature: null, condition: `from == ${sender}` });
  expect(match([watching, conditioned], signed).map(({ uncertain }) => uncertain)).toEqual([null, null]);
  const { r: _r, ...unsigned } = signed;
  expect(match([watching, conditioned], unsigned)).toMatchObject([
    { rule: { id: conditioned.id }, uncertain: expect.any(String) },
  ]);
});

test("a watched address in another contract's calldata is a mention, in a batch and in a contract's code too", () => {
  const watching = rule({ trigger: "mention", signature: null, addresses: [VAULT, OTHER] });
  const words = AbiCoder.defaultAbiCoder().encode(["address", "address"], [VAULT, OTHER]).slice(2);
  const [found, ...others] = match([watching], transaction({ to: OTHER, input: `0xdeadbeef${words}` }));
  expect(others).toEqual([]);
  expect(found).toMatchObject({ address: VAULT, more: 0, call: { to: OTHER } });
  expect(match([watching], transaction({ to: SENDER, input: `0xdeadbeef${words}` }))).toMatchObject([{ more: 1 }]);
  const inside = batch([SENDER, `0xdeadbeef${words}`]);
  expect(matchedIds([watching], transaction({ to: SENDER, input: inside }))).toEqual([watching.id]);
  const code = `0x608060405273${VAULT.slice(2)}00`;
  expect(match([watching], transaction({ to: null, input: code }))).toMatchObject([{ address: VAULT, call: null }]);
  expect(matchedIds([watching], transaction({ to: SENDER, input: "0xdeadbeef" }))).toEqual([]);
});

test("a condition decides: false is no match, unknown is one with its reason", () => {
  const sent = transaction({ input: TRANSFER_OWNERSHIP });
  expect(matchedIds([rule({ condition: "newOwner not in @safe" })], sent)).toEqual([]);
  expect(match([rule({ condition: "newOwner in @safe" })], sent)).toMatchObject([{ uncertain: null }]);
  const cut = transaction({ input: TRANSFER_OWNERSHIP.slice(0, 20) });
  expect(match([rule({ condition: "newOwner not in @safe" })], cut)).toMatchObject([{ uncertain: expect.any(String) }]);
});

test("what can't be read does not hide a later call that matches for certain", () => {
  const watching = rule({ condition: "newOwner in @safe" });
  const input = batch([VAULT, TRANSFER_OWNERSHIP.slice(0, 20)], [VAULT, TRANSFER_OWNERSHIP]);
  const [found] = match([watching], transaction({ to: OTHER, input }));
  expect(found).toMatchObject({ uncertain: null, more: 1, call: { path: [{ index: 1 }] } });
});

test("a condition on the outcome waits for a simulation, unless it is decided without it", () => {
  const needing = rule({ condition: "outcome == would_succeed" });
  const decided = rule({ condition: "outcome == would_succeed or nonce == 1" });
  const index = build([needing, decided]);
  const sent = transaction({ input: TRANSFER_OWNERSHIP });
  const before = matchTransaction(index, "mainnet", sent);
  expect(before.map(({ rule, needsOutcome, uncertain }) => [rule.id, needsOutcome, uncertain === null])).toEqual([
    [needing.id, true, false],
    [decided.id, false, true],
  ]);
  const idsAfter = (outcome: "would_succeed" | "would_revert") =>
    matchTransaction(index, "mainnet", sent, outcome).map(({ rule }) => rule.id);
  expect(idsAfter("would_succeed")).toEqual([needing.id, decided.id]);
  expect(idsAfter("would_revert")).toEqual([decided.id]);
});

test("an attacker's thousands of calls end in matches without conditions, not in a standstill", () => {
  const sources = Array.from({ length: 40 }, (_, at) => rule({ condition: `newOwner != ${SENDER} and depth > ${at}` }));
  const calls = Array.from({ length: 900 }, (): [string, string] => [VAULT, TRANSFER_OWNERSHIP]);
  const found = match(sources, transaction({ to: OTHER, input: batch(...calls) }));
  expect(found.length).toBe(40);
  expect(found[0]?.uncertain).toContain("more calls");
});

test("rules of mined transactions wait for the block, and tell failed from successful ones", () => {
  const confirmed = rule({ stage: "confirmed", condition: "status == Failure" });
  const pending = rule();
  const sent = transaction({ input: TRANSFER_OWNERSHIP });
  expect(matchedIds([confirmed, pending], sent)).toEqual([pending.id]);
  const idsOf = (status: MinedFacts["status"]) =>
    mined([confirmed, pending], sent, { status }).map(({ rule }) => rule.id);
  expect(idsOf("Failure")).toEqual([confirmed.id, pending.id]);
  expect(idsOf("Success")).toEqual([pending.id]);
  expect(idsOf(null)).toEqual([confirmed.id, pending.id]);
});

test("events match by emitter and topic, wherever the transaction went; anonymous and empty logs are safe", () => {
  const event = { trigger: "event", stage: "confirmed", signature: null, event: "OwnershipTransferred" } as const;
  const here = rule(event);
  const anywhere = rule({ ...event, addresses: null, contractName: null });
  const conditioned = rule({ ...event, condition: "newOwner not in @safe" });
  const sent = transaction({ to: OTHER });
  const logs = [{ address: VAULT, topics: [], data: "0x", logIndex: 1 }, ownershipLog(VAULT), ownershipLog(OTHER)];
  const found = mined([here, anywhere, conditioned], sent, {}, logs);
  expect(found.map(({ rule, address, more }) => [rule.id, address, more])).toEqual([
    [here.id, VAULT, 0],
    [anywhere.id, VAULT, 1],
  ]);
  expect(found[0]).toMatchObject({
    log: { logIndex: 3 },
    event: { name: "OwnershipTransferred" },
    call: { to: OTHER },
  });
  expect(mined([here], sent, {}, [ownershipLog(OTHER)])).toEqual([]);
});

test("receipts are wanted for events, and where a rule of mined transactions may match", () => {
  const block = { number: 1n, hash: `0x${"0b".repeat(32)}`, atMs: 0 };
  const wants = (sources: RuleSource[], transactions: RpcTransaction[]) =>
    wantsReceipts(build(sources), "mainnet", { ...block, transactions });
  const calling = transaction({ input: TRANSFER_OWNERSHIP });
  const confirmed = rule({ stage: "confirmed", condition: "status == Failure" });
  expect(wants([rule()], [calling])).toBe(false);
  expect(wants([confirmed], [transaction()])).toBe(false);
  expect(wants([confirmed], [transaction(), calling])).toBe(true);
  expect(wants([rule({ stage: "confirmed", condition: "nonce > 5 and status == Failure" })], [calling])).toBe(false);
  expect(wants([rule({ condition: "outcome == would_revert" })], [calling])).toBe(true);
  expect(wants([rule({ trigger: "event", stage: "confirmed", signature: null, event: "Paused" })], [calling])).toBe(
    true,
  );
});

test("calls that only a simulation showed match as inner calls do", () => {
  const call = {
    to: VAULT,
    input: TRANSFER_OWNERSHIP,
    value: 0n,
    caller: OTHER,
    depth: 2,
    path: [],
    kind: "call" as const,
  };
  const index = build([rule()]);
  expect(matchCalls(index, "mainnet", transaction({ to: OTHER }), [call])).toMatchObject([{ call, address: VAULT }]);
  expect(matchCalls(index, "base", transaction({ to: OTHER }), [call])).toEqual([]);
});

test("every address that a rule names is watched, whatever the rule looks at", () => {
  const addresses = ["01", "02", "03", "04", "05"].map((digits) => `0x${digits.repeat(20)}`);
  const [target = "", sender = "", emitter = "", mentioned = "", proxy = ""] = addresses;
  const network = build([
    rule({ addresses: [target] }),
    rule({ addresses: [sender], side: "sender" }),
    rule({ addresses: [emitter], trigger: "event", stage: "confirmed", signature: null, event: "Paused" }),
    rule({ addresses: [mentioned], trigger: "mention", signature: null }),
    rule({ addresses: [proxy], trigger: "implementation_changed", signature: null }),
  ]).networks.get("mainnet");
  expect(addresses.map((address) => network?.isWatched(address))).toEqual([true, true, true, true, true]);
  expect(network?.isWatched(VAULT)).toBe(false);
  const words = addresses.map((address) => address.slice(2).padStart(64, "0")).join("");
  expect(network?.findWatched(`0xdeadbeef${words}`)).toEqual(addresses);
});

test("a thousand rules on one list of a hundred thousand addresses are one group, beside an address's own rules", () => {
  const addresses = Array.from({ length: 100_000 }, (_, at) => `0x${at.toString(16).padStart(40, "0")}`);
  const selectors = ["pause", "mint", "transferOwnership", "renounceOwnership"];
  const listed = Array.from({ length: 1_000 }, (_, at) => rule({ addresses, signature: selectors[at % 4] ?? "pause" }));
  const [seven = ""] = addresses.slice(7);
  const own = rule({ addresses: [seven] });
  const two = rule({ addresses: [seven, OTHER] });
  const startedAt = performance.now();
  const index = build([...listed.slice(0, 500), own, two, ...listed.slice(500)]);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  const found = matchTransaction(index, "mainnet", transaction({ to: seven, input: TRANSFER_OWNERSHIP }));
  expect(found.length).toBe(252);
  const other = matchTransaction(index, "mainnet", transaction({ to: addresses[8] ?? "", input: TRANSFER_OWNERSHIP }));
  expect(other.length).toBe(250);
  expect(matchTransaction(index, "mainnet", transaction({ to: OTHER, input: TRANSFER_OWNERSHIP })).length).toBe(1);
});

test("a rule that would match everything, and one whose condition does not fit, are rejected", () => {
  const sources = [
    rule({ addresses: null, signature: null }),
    rule({ trigger: "mention", addresses: null, signature: null }),
    rule({ condition: "newOwnr != 0" }),
    rule({ trigger: "event", signature: null, event: null }),
  ];
  const { rejected, size } = build(sources);
  expect(size).toBe(0);
  expect(rejected.map(({ detail }) => detail)).toEqual([
    expect.stringContaining("every transaction"),
    expect.stringContaining("addresses"),
    expect.stringContaining("newOwnr"),
    expect.stringContaining("events"),
  ]);
});

test("a rule on a whole network's transactions sees the creation of contracts", () => {
  const watching = rule({ addresses: null, signature: null, contractName: null, condition: "is_contract_creation" });
  expect(match([watching], transaction({ to: null, input: "0x60806040" }))).toMatchObject([
    { call: null, address: null },
  ]);
  expect(matchedIds([watching], transaction())).toEqual([]);
});
