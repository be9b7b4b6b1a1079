import type { RuleSource } from "~/domain/rules/rule-source";
import { DANGER_SIGNATURES } from "~/domain/signatures/danger-signatures";
import { selectorOf } from "~/domain/transactions/decode-call";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";

/** Rules that match something of the workload, in every set. */
const MATCHING = 8;
/** One rule in this many watches a contract that the workload calls, with a function that it doesn't call there. */
const BUSY_CONTRACT_EVERY = 5;

/**
 * A set of rules as a large installation has them: a handful that match, a fifth on busy contracts that are called in
 * other ways, the rest on contracts that nobody calls in the workload. The same for every run.
 */
export function benchRules(count: number, transactions: readonly RpcTransaction[]): RuleSource[] {
  const calls = transactions.filter((transaction) => transaction.to !== null && selectorOf(transaction.input) !== "0x");
  const called = new Set(calls.map((call) => `${call.to} ${selectorOf(call.input)}`));
  // Spread over the workload, so that rare and frequent calls are among them.
  const step = Math.floor(calls.length / MATCHING);
  const matching = calls.filter((_, at) => at % step === 0).slice(0, MATCHING);
  const rules = matching.map((call, at) => benchRule(at, call.to ?? "", selectorOf(call.input)));
  for (let at = rules.length; at < count; at += 1) {
    const danger = DANGER_SIGNATURES[at % DANGER_SIGNATURES.length];
    if (!danger) continue;
    const busy = at % BUSY_CONTRACT_EVERY === 0 ? calls[(at * 7919) % calls.length]?.to : null;
    const isCalled = busy ? called.has(`${busy} ${danger.selector}`) : true;
    const address = busy && !isCalled ? busy : `0x${(at * 2_654_435_761).toString(16).padStart(40, "0")}`;
    rules.push(benchRule(at, address, at % 2 === 0 ? danger.signature : danger.selector));
  }
  return rules;
}

function benchRule(at: number, address: string, signature: string): RuleSource {
  return {
    id: `rule-${at}`,
    version: 1,
    name: `Rule ${at}`,
    severity: "high",
    networkId: "bench",
    watchlistId: `entry-${at}`,
    contractName: `Contract ${at}`,
    addresses: [address],
    signature,
    abi: null,
    cooldownSeconds: 0,
    channels: ["discord"],
  };
}
