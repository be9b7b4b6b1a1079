import fc from "fast-check";
import { expect, test } from "vitest";
import { feesOf } from "../../../worker/lifecycle/classify-replacement";
import { describeReplacement } from "../../../worker/lifecycle/describe-replacement";
import { toRpcTransaction } from "../../../worker/listener/to-rpc-transaction";
import { buildRuleIndex } from "../../../worker/matcher/build-rule-index";
import { matchMined } from "../../../worker/matcher/match-mined";
import { matchTransaction } from "../../../worker/matcher/match-transaction";
import { callFieldsOf } from "../../../worker/simulator/call-fields-of";
import { createSimulator } from "../../../worker/simulator/create-simulator";
import { pendingTransaction } from "../../support/fault-node/listen";
import { ruleSource, VAULT } from "../../support/rule-source";

const HASH = `0x${"0b".repeat(32)}`;
const LONG = "f".repeat(70);
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    undefined,
    0,
    5,
    -1,
    "",
    "0x",
    "0X1",
    "0xzz",
    "0x1",
    `0x${LONG}`,
    {},
    [],
    ["0x1"],
    true,
  ),
  fc.constantFrom<unknown>(VAULT, VAULT.toUpperCase(), "x".repeat(42), `0x${"g".repeat(40)}`),
  fc.string(),
);
const addressed = ["hash", "from", "to", "input", "data", "value", "nonce", "gas", "chainId", "type", "blockHash"];
const priced = ["gasPrice", "maxFeePerGas", "maxPriorityFeePerGas", "maxFeePerBlobGas", "blobVersionedHashes"];
const signed = ["r", "s", "v", "yParity", "accessList", "authorizationList"];
const changes = fc.dictionary(fc.constantFrom(...addressed, ...priced, ...signed), odd);

const any = { signature: null };
const rules = [
  ruleSource(any),
  ruleSource({ ...any, addresses: null, condition: "value > 1 or max_fee_per_gas > 3 or type == 3 or gas_limit > 1" }),
  ruleSource({ ...any, trigger: "mention" }),
  ruleSource({ ...any, side: "sender" }),
  ruleSource({ ...any, side: "either", condition: "chain_id == 5 or from == tx.to or nonce > 3" }),
  ruleSource({ ...any, stage: "confirmed", condition: "status == Success and caller != to or path contains 'x'" }),
];

test("whatever a node says of a transaction, nothing on its way throws", () => {
  const index = buildRuleIndex(rules, { lists: new Map() });
  expect(index.rejected).toEqual([]);
  const unread = { status: null, gasUsed: null, effectiveGasPrice: null };
  const facts = { blockNumber: 1n, blockHash: HASH, blockAtMs: 1, transactionIndex: 0, ...unread };
  const property = fc.property(changes, (fields) => {
    const transaction = toRpcTransaction({ ...pendingTransaction(1, { to: VAULT }), ...fields });
    if (transaction === null) return;
    matchTransaction(index, "mainnet", transaction);
    matchMined(index, "mainnet", { transaction, logs: [], facts });
    callFieldsOf(transaction);
    feesOf(transaction);
    describeReplacement(transaction);
  });
  fc.assert(property, { numRuns: 3_000 });
});

test("nor does a simulation of it, whatever the node answers", async () => {
  const answer = fc.constantFrom<unknown>(null, {}, [], "0x", [{ calls: [{ status: "0x0" }] }], {
    calls: [null, { to: 5 }],
  });
  const budget = { perSecond: 1_000_000, maxWaiting: 1_000_000, maxWaitingTraces: 1_000_000 };
  const property = fc.asyncProperty(changes, answer, async (fields, answered) => {
    const rpc = { request: async <T>() => answered as T, supports: () => true };
    const simulator = createSimulator({ rpc, onCalls: () => undefined, budget });
    const transaction = toRpcTransaction({ ...pendingTransaction(1, { to: VAULT }), ...fields });
    if (transaction === null) return;
    simulator.search(transaction, true);
    expect(await simulator.outcomeOf(transaction, VAULT)).toHaveProperty("kind");
  });
  await fc.assert(property, { numRuns: 500 });
});
