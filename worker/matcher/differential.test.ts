import fc from "fast-check";
import { expect, test } from "vitest";

import type { AddressLists } from "~/domain/conditions/condition-subject";
import { compileRule } from "~/domain/rules/compile-rule";
import { evaluateRule } from "~/domain/rules/evaluate-rule";
import type { RuleMatch } from "~/domain/rules/rule-match";
import type { RuleSource } from "~/domain/rules/rule-source";
import { SignatureCache } from "~/domain/rules/signature-cache";
import { selectorOf } from "~/domain/transactions/decode-call";
import type { EventLog } from "~/domain/transactions/event-log";
import type { MinedFacts } from "~/domain/transactions/mined-facts";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import { carriesCalls } from "~/domain/transactions/unpack/find-wrapper";
import { unpackCalls } from "~/domain/transactions/unpack/unpack-calls";
import { readMainnetTransactions } from "../../tests/bench/workload";
import { ruleSource, VAULT } from "../../tests/support/rule-source";
import { buildRuleIndex } from "./build-rule-index";
import { matchMined } from "./match-mined";
import { matchTransaction } from "./match-transaction";

const all = readMainnetTransactions();
/** Batches are rare among the real ones, but they are what is hard. */
const carrying = all.filter(
  ({ to, input }) => to !== null && carriesCalls(input) && unpackCalls(anyCall(input)).calls.length > 1,
);
const creations = all.filter(({ to }) => to === null);

function anyCall(input: string): RpcTransaction {
  return { hash: "", to: VAULT, input, value: "0x0", nonce: "0x0", gas: "0x0" };
}

const transaction = fc.oneof(
  fc.nat({ max: all.length - 1 }).map((at) => all[at]),
  fc.nat({ max: carrying.length - 1 }).map((at) => carrying[at]),
  fc.nat({ max: Math.max(0, creations.length - 1) }).map((at) => creations[at]),
);

const TRANSFER = "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";
const PAUSED = "0x62e78cea01bee320cd4e420270b5ea74000d11b0c9f74754ebdbfc544b05a258";
const UNKNOWN_TOPIC = `0x${"17".repeat(32)}`;
const word = (address: string) => `0x${address.slice(2).padStart(64, "0")}`;
const anonymousAbi = [
  { type: "event", name: "Note", anonymous: true, inputs: [{ name: "who", type: "address", indexed: true }] },
];

const conditions = [
  null,
  null,
  "value > 0.1 ether",
  "depth > 0",
  "tx.value == 0 or nonce < 100",
  "outcome == would_succeed",
  "from in @some and value >= 0",
  "contract.name == 'Known'",
  "caller != from",
];
const minedConditions = [...conditions, "status == Success", "gas_used > 100000 or status == Failure"];
const eventConditions = [null, "$0 in @some", "status == Success", "contract.name == 'Known'"];
const logs = (addresses: string[]) =>
  fc.array(
    fc.record({
      address: fc.constantFrom(...addresses),
      topics: fc.constantFrom([], [TRANSFER, word(VAULT), word(VAULT)], [TRANSFER], [PAUSED], [UNKNOWN_TOPIC]),
      data: fc.constantFrom("0x", word(VAULT), word("0x05")),
      logIndex: fc.nat({ max: 300 }),
    }),
    { maxLength: 6 },
  );

/** Rules that have to do with these transactions: their addresses, senders, mentions and selectors, and some others. */
function rulesFor(transactions: RpcTransaction[]): fc.Arbitrary<RuleSource[]> {
  const calls = transactions.flatMap((tx) => unpackCalls(tx).calls.slice(0, 20));
  const words = transactions.flatMap(({ input }) => [...input.slice(10).matchAll(/.{64}/g)].slice(0, 30).map(String));
  const mentioned = words.filter((text) => /^0{24}[0-9a-f]{40}$/.test(text)).map((text) => `0x${text.slice(24)}`);
  const senders = transactions.map(({ from }) => from ?? VAULT);
  const addresses = [...new Set([...calls.map(({ to }) => to), ...senders, ...mentioned, VAULT])];
  const selectors = [...new Set(calls.map(({ input }) => selectorOf(input)).filter((selector) => selector !== "0x"))];
  const address = fc
    .constantFrom(...addresses)
    .chain((text) => fc.constantFrom(text, `0x${text.slice(2).toUpperCase()}`));
  const shared = addresses.filter((_, at) => at % 2 === 0);
  const scope = fc.oneof(
    { weight: 4, arbitrary: fc.array(address, { minLength: 1, maxLength: 4 }) },
    { weight: 2, arbitrary: fc.constant(shared) },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constant([]) },
  );
  const contracts = new Map(addresses.slice(0, 3).map((each) => [each, { id: "e", name: "Known", tags: ["t"] }]));
  const signature = fc.constantFrom(null, null, ...selectors, "transfer", "approve", "multicall", "mint", "nonsense");
  const common = { networkId: fc.constantFrom("mainnet", "mainnet", "base"), contracts: fc.constant(contracts) };
  const side = fc.constantFrom("target" as const, "sender" as const, "either" as const);
  const call = fc.record({ ...common, addresses: scope, side, signature, condition: fc.constantFrom(...conditions) });
  const confirmed = fc.record({
    ...common,
    addresses: scope,
    side,
    signature,
    stage: fc.constant("confirmed" as const),
    condition: fc.constantFrom(...minedConditions),
  });
  const event = fc.record({
    ...common,
    addresses: scope,
    trigger: fc.constant("event" as const),
    stage: fc.constant("confirmed" as const),
    signature: fc.constant(null),
    event: fc.constantFrom(
      "Transfer",
      "Transfer(address indexed,address indexed,uint256)",
      PAUSED,
      UNKNOWN_TOPIC,
      "Note",
    ),
    abi: fc.constantFrom(null, anonymousAbi),
    condition: fc.constantFrom(...eventConditions),
  });
  const mention = fc.record({
    ...common,
    addresses: scope,
    trigger: fc.constant("mention" as const),
    signature: fc.constant(null),
    condition: fc.constantFrom(...conditions),
  });
  return fc
    .array(fc.oneof(call, call, confirmed, event, mention), { minLength: 10, maxLength: 40 })
    .map((all) => all.map(ruleSource));
}

function shownMatch({
  rule,
  address,
  call,
  functions,
  log,
  event,
  uncertain,
  needsOutcome,
  more,
  truncated,
}: RuleMatch) {
  const selectors = functions.map(({ selector }) => selector);
  return { id: rule.id, address, call, selectors, log, event, uncertain, needsOutcome, more, truncated };
}

function sorted(matches: readonly RuleMatch[]) {
  return matches.map(shownMatch).sort((a, b) => a.id.localeCompare(b.id));
}

test("the index agrees with asking every rule, for random rules of every kind and real transactions", () => {
  let matched = 0;
  let inner = 0;
  const sample = fc
    .array(transaction, { minLength: 3, maxLength: 8 })
    .map((drawn) => drawn.filter((tx) => tx !== undefined))
    .chain((drawn) =>
      fc.tuple(fc.constant(drawn), rulesFor(drawn), logs([VAULT, ...drawn.map(({ to }) => to ?? VAULT)])),
    );
  const status = fc.constantFrom<MinedFacts["status"][]>("Success", "Failure", null);
  const outcome = fc.constantFrom(null, null, "would_succeed" as const, "would_revert" as const);
  const check = (sources: RuleSource[], tx: RpcTransaction, txLogs: EventLog[], facts: MinedFacts, out: Outcome) => {
    const lists: AddressLists = new Map([["some", new Set([tx.from ?? VAULT, VAULT])]]);
    const index = buildRuleIndex(sources, { lists });
    const options = { lists, signatures: new SignatureCache() };
    const rules = sources.flatMap((source) => {
      const compiled = compileRule(source, options);
      return "detail" in compiled || compiled.networkId !== "mainnet" ? [] : [compiled];
    });
    const naively = (evaluated: Omit<Parameters<typeof evaluateRule>[1], "transaction">) =>
      rules.flatMap((rule) => {
        const { match, matched: isMatched, explanation } = evaluateRule(rule, { transaction: tx, ...evaluated });
        expect(explanation.result).toBe(isMatched);
        expect(match === null).toBe(isMatched === false);
        return match ?? [];
      });
    const pending = matchTransaction(index, "mainnet", tx, out);
    expect(sorted(pending)).toEqual(sorted(naively({ outcome: out })));
    const mined = matchMined(index, "mainnet", { transaction: tx, logs: txLogs, facts });
    expect(sorted(mined)).toEqual(sorted(naively({ facts, logs: txLogs })));
    matched += pending.length + mined.length;
    inner += pending.filter(({ call }) => (call?.depth ?? 0) > 0).length;
  };
  fc.assert(
    fc.property(sample, status, outcome, ([drawn, sources, txLogs], txStatus, out) => {
      const block = { blockNumber: 20_000_000n, blockHash: `0x${"0b".repeat(32)}`, blockAtMs: 1_720_000_000_000 };
      const facts = { ...block, transactionIndex: 1, status: txStatus, gasUsed: 50_000n, effectiveGasPrice: 1n };
      const found = txStatus === "Failure" ? [] : txLogs;
      for (const tx of drawn) check(sources, tx, found, facts, out);
    }),
    { numRuns: 120 },
  );
  // A test that never meets anything proves nothing.
  expect(matched).toBeGreaterThan(500);
  expect(inner).toBeGreaterThan(20);
}, 60_000);

type Outcome = "would_succeed" | "would_revert" | null;
