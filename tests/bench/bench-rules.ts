import type { RuleSource } from "~/domain/rules/rule-source";
import { DANGER_SIGNATURES } from "~/domain/signatures/danger-signatures";
import { selectorOf } from "~/domain/transactions/decode-call";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";

/** Rules that match something of the workload, in every set. */
const MATCHING = 8;
/** One rule in this many watches a contract that the workload calls, with a function that it doesn't call there. */
const BUSY_CONTRACT_EVERY = 5;
/** Addresses of the list that one rule of every set watches, among them every fifth contract that the workload calls. */
const WATCHED_ADDRESSES = 100_000;
const NO_CONTRACTS: RuleSource["contracts"] = new Map();

/**
 * A set of rules as a large installation has them: a handful that match, one on a list of 100,000 addresses, a fifth on
 * busy contracts that are called in other ways, the rest on contracts that nobody calls in the workload. The same for
 * every run.
 *
 * @param withMentions another rule on as many addresses, which none of the workload's calldata mentions.
 */
export function benchRules(
  count: number,
  transactions: readonly RpcTransaction[],
  { withMentions = false }: { withMentions?: boolean } = {},
): RuleSource[] {
  const calls = transactions.filter((transaction) => transaction.to !== null && selectorOf(transaction.input) !== "0x");
  const called = new Set(calls.map((call) => `${call.to} ${selectorOf(call.input)}`));
  // Spread over the workload, so that rare and frequent calls are among them.
  const step = Math.floor(calls.length / MATCHING);
  const matching = calls.filter((_, at) => at % step === 0).slice(0, MATCHING);
  const rules = matching.map((call, at) => benchRule(at, [call.to ?? ""], selectorOf(call.input)));
  rules.push(benchRule(rules.length, watchedAddresses(calls), uncalledSelector(calls)));
  if (withMentions) {
    const addresses = Array.from({ length: WATCHED_ADDRESSES }, (_, at) => quietAddress(at));
    rules.push({ ...benchRule(rules.length, addresses, null), trigger: "mention" });
  }
  for (let at = rules.length; at < count; at += 1) {
    const danger = DANGER_SIGNATURES[at % DANGER_SIGNATURES.length];
    if (!danger) continue;
    const busy = at % BUSY_CONTRACT_EVERY === 0 ? calls[(at * 7919) % calls.length]?.to : null;
    const isCalled = busy ? called.has(`${busy} ${danger.selector}`) : true;
    const address = busy && !isCalled ? busy : quietAddress(at);
    rules.push(benchRule(at, [address], at % 2 === 0 ? danger.signature : danger.selector));
  }
  return rules;
}

/** Contracts that the workload calls, and others up to the full number. */
function watchedAddresses(calls: readonly RpcTransaction[]): string[] {
  const called = [...new Set(calls.map(({ to }) => to ?? ""))];
  const watched = new Set(called.filter((_, at) => at % BUSY_CONTRACT_EVERY === 0));
  for (let at = 0; watched.size < WATCHED_ADDRESSES; at += 1) watched.add(quietAddress(at + 7 * WATCHED_ADDRESSES));
  return [...watched];
}

function uncalledSelector(calls: readonly RpcTransaction[]): string {
  const selectors = new Set(calls.map(({ input }) => selectorOf(input)));
  return DANGER_SIGNATURES.find(({ selector }) => !selectors.has(selector))?.selector ?? "0xdeadbeef";
}

/** Looks like an address: digits that differ everywhere. */
function quietAddress(at: number): string {
  const digits = (factor: number) => (((at + 1) * factor) % 0xffff_ffff_ffff).toString(16).padStart(12, "0");
  return `0x${digits(2_654_435_761)}${digits(40_503_000_017)}${digits(97_777_777_777)}abcd`;
}

function benchRule(at: number, addresses: readonly string[], signature: string | null): RuleSource {
  return {
    id: `rule-${at}`,
    version: 1,
    name: `Rule ${at}`,
    severity: "high",
    networkId: "bench",
    network: "bench",
    stage: "pending",
    trigger: "call",
    side: "target",
    watchlistId: addresses.length === 1 ? `entry-${at}` : null,
    contractName: addresses.length === 1 ? `Contract ${at}` : null,
    addresses,
    contracts: NO_CONTRACTS,
    signature,
    event: null,
    condition: null,
    abi: null,
    cooldownSeconds: 0,
    threshold: null,
    channels: ["discord"],
  };
}
