import { Interface, id } from "ethers";
import fc from "fast-check";
import { expect, test } from "vitest";

import type { RuleSource } from "~/domain/rules/rule-source";
import { resolveSignature } from "~/domain/signatures/resolve-signature";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import { readMainnetTransactions } from "../../tests/bench/workload";
import { buildRuleIndex, buildRuleIndexInSlices } from "./build-rule-index";
import { explainMatch } from "./explain-match";
import { matchTransaction } from "./match-transaction";

const VAULT = `0x${"ab".repeat(20)}`;
const OTHER = `0x${"cd".repeat(20)}`;
const SENDER = `0x${"11".repeat(20)}`;

let nextId = 0;

function rule(values: Partial<RuleSource> = {}): RuleSource {
  nextId += 1;
  return {
    id: `rule-${nextId}`,
    version: 1,
    name: "Ownership",
    severity: "critical",
    networkId: "mainnet",
    watchlistId: "entry",
    contractName: "Treasury Vault",
    addresses: [VAULT],
    signature: "transferOwnership",
    abi: null,
    cooldownSeconds: 0,
    channels: [],
    ...values,
  };
}

function transaction(values: Partial<RpcTransaction> = {}): RpcTransaction {
  return { hash: id("tx"), from: SENDER, to: VAULT, input: "0x", value: "0x0", nonce: "0x1", gas: "0x5208", ...values };
}

const TRANSFER_OWNERSHIP = new Interface(["function transferOwnership(address)"]).encodeFunctionData(
  "transferOwnership",
  [SENDER],
);

function matchedIds(sources: RuleSource[], tx: RpcTransaction, networkId = "mainnet"): string[] {
  return matchTransaction(buildRuleIndex(sources), networkId, tx).map((match) => match.rule.id);
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
  const index = buildRuleIndex([watching]);
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
  const index = buildRuleIndex([rule()]);
  const plain = transaction({ to: OTHER });
  expect(matchTransaction(index, "mainnet", plain)).toBe(matchTransaction(index, "base", plain));
});

test("a rule that does not compile is listed with its reason and keeps no other rule out", () => {
  const good = rule();
  const bad = rule({ signature: "0x1234" });
  const lost = rule({ addresses: ["0x1234"] });
  const index = buildRuleIndex([bad, good, lost]);
  expect(index.size).toBe(1);
  expect(index.rejected).toEqual([
    { id: bad.id, detail: expect.stringContaining("8 hex digits") },
    { id: lost.id, detail: expect.stringContaining("40 hex digits") },
  ]);
  expect(matchedIds([bad, good, lost], transaction({ input: TRANSFER_OWNERSHIP }))).toEqual([good.id]);
});

test("a match is explained by the contract's name and the call", () => {
  const index = buildRuleIndex([rule({ addressNames: { [VAULT]: "Vault\u202E" } })]);
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

const transactions = readMainnetTransactions();

/** What the index must agree with: every rule looked at, one after the other. */
function matchNaively(sources: RuleSource[], networkId: string, tx: RpcTransaction): string[] {
  return sources
    .filter((source) => {
      if (source.networkId !== networkId || tx.to === null) return false;
      const to = tx.to.toLowerCase();
      if (source.addresses !== null && !source.addresses.some((address) => address.toLowerCase() === to)) return false;
      const resolved = resolveSignature({ signature: source.signature, abi: source.abi });
      return resolved.ok && resolved.functions.some((fn) => tx.input.toLowerCase().startsWith(fn.selector));
    })
    .map((source) => source.id)
    .sort();
}

test("the index agrees with looking at every rule, for random rules and real transactions", () => {
  const calls = transactions.filter((tx) => tx.input.length >= 10 && tx.to !== null);
  const index = fc.nat({ max: calls.length - 1 });
  const address = index.map((at) => calls[at]?.to ?? VAULT);
  const mixed = fc.tuple(address, fc.boolean()).map(([to, shout]) => (shout ? `0x${to.slice(2).toUpperCase()}` : to));
  const signature = fc.oneof(
    index.map((at) => calls[at]?.input.slice(0, 10) ?? "0x"),
    fc.constantFrom(
      "transfer",
      "approve",
      "transferFrom(address,address,uint)",
      "mint",
      "multicall",
      "nonsense",
      "0x12",
    ),
  );
  const source = fc
    .record({
      networkId: fc.constantFrom("mainnet", "base"),
      addresses: fc.option(fc.array(mixed, { maxLength: 4 }), { freq: 8 }),
      signature,
    })
    .map(rule);
  fc.assert(
    fc.property(
      fc.array(source, { maxLength: 40 }),
      fc.array(index, { minLength: 20, maxLength: 60 }),
      (sources, sample) => {
        const built = buildRuleIndex(sources);
        for (const at of sample) {
          const tx = calls[at] ?? transaction();
          const matched = matchTransaction(built, "mainnet", tx);
          expect(matched.map((match) => match.rule.id).sort()).toEqual(matchNaively(sources, "mainnet", tx));
        }
      },
    ),
    { numRuns: 100 },
  );
});

test("a hundred thousand rules are built in slices, and the event loop turns in between", async () => {
  const sources = Array.from({ length: 100_000 }, (_, at) =>
    rule({ addresses: [`0x${at.toString(16).padStart(40, "0")}`], signature: at % 2 === 0 ? "pause" : "mint" }),
  );
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 0);
  const index = await buildRuleIndexInSlices(sources);
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
  const index = buildRuleIndex([rule({ id: "bad", abi }), rule({ id: "good" })]);
  expect(index.size).toBe(1);
  expect(index.rejected).toEqual([{ id: "bad", detail: "Its signature could not be read: broken" }]);
});
