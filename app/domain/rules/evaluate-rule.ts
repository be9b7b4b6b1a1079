import type { Explanation } from "~/domain/alerts/explanation";
import type { CallSite } from "~/domain/transactions/call-site";
import { selectorOf } from "~/domain/transactions/decode-call";
import type { EventLog } from "~/domain/transactions/event-log";
import { intentOf } from "~/domain/transactions/intent";
import { matchesEvent } from "~/domain/transactions/matches-event";
import type { MinedFacts } from "~/domain/transactions/mined-facts";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { OutcomeKind } from "~/domain/transactions/simulated-outcome";
import { createMentionFinder, type MentionFinder } from "~/domain/transactions/unpack/create-mention-finder";
import { unpackCalls } from "~/domain/transactions/unpack/unpack-calls";
import { addressSet } from "./address-set";
import { callRank } from "./call-rank";
import type { CompiledRule } from "./compiled-rule";
import { type Encounter, judge, type SeenTransaction } from "./encounter";
import { explainRule } from "./explain-rule";
import { oneOf } from "./explanation-nodes";
import { mentionedIn } from "./mentioned-in";
import { otherCalls } from "./other-calls";
import type { RuleMatch } from "./rule-match";
import { unreadCall } from "./unread-call";

/** A transaction that a rule is asked of. */
export interface Evaluated {
  transaction: RpcTransaction;
  /** Null while it is pending. */
  facts?: MinedFacts | null;
  /** What it logged; nothing while it is pending, and when it failed. */
  logs?: readonly EventLog[];
  outcome?: OutcomeKind | null;
  /** Further calls that only a simulation showed. */
  calls?: readonly CallSite[];
}

/** What a rule says of a transaction. A null `matched`: it could not be evaluated, and is shown to be safe. */
export interface Evaluation {
  matched: boolean | null;
  explanation: Explanation;
  /** Null when it does not match. */
  match: RuleMatch | null;
}

interface Met {
  encounter: Encounter;
  explanation: Explanation;
}

/** Of a transaction with hundreds of calls, the explanation keeps those that came nearest. */
const MAX_EXPLAINED = 16;

/**
 * Asks one rule of one transaction, without an index: every call and log is looked at, and everything that the rule
 * asks of it is in the explanation with the actual values. Never throws for anything in the transaction.
 */
export function evaluateRule(rule: CompiledRule, evaluated: Evaluated): Evaluation {
  const { facts = null, outcome = null } = evaluated;
  const transaction = withSender(evaluated.transaction);
  const seen: SeenTransaction = { transaction, mined: facts, outcome };
  const unpacked = unpackCalls(transaction);
  const what = { own: unpacked.calls, simulated: evaluated.calls ?? [], logs: evaluated.logs ?? [] };
  const explained = (encounter: Encounter): Met => ({ encounter, explanation: explainRule(rule, seen, encounter) });
  const met = encountersOf(rule, seen, what, unpacked.truncated !== null).map(explained);
  if (unpacked.truncated !== null && met.every((one) => one.explanation.result === false)) {
    met.push(...unreadOf(rule, transaction).map(explained));
  }
  const explanation = explain(rule, met);
  const match = matchOf(rule, seen, met, unpacked.truncated);
  return { matched: explanation.result, explanation, match };
}

function withSender(transaction: RpcTransaction): RpcTransaction {
  if (transaction.from !== undefined) return transaction;
  const intent = intentOf(transaction);
  return intent === null ? transaction : { ...transaction, from: intent.sender };
}

/** Every place where the rule could match; at least one, so that there is something to explain. */
function encountersOf(
  rule: CompiledRule,
  seen: SeenTransaction,
  { own, simulated, logs }: { own: readonly CallSite[]; simulated: readonly CallSite[]; logs: readonly EventLog[] },
  isTruncated: boolean,
): Encounter[] {
  const [direct = null] = own;
  const none: Encounter = { address: null, call: direct, functions: [], log: null, event: null };
  if (rule.trigger === "event") {
    const met = logs.map((log) => {
      const event = rule.events.find((one) => matchesEvent(log, one)) ?? null;
      return { ...none, address: log.address, log, event };
    });
    return met.length > 0 ? met : [none];
  }
  if (rule.trigger === "mention") {
    const finder = finderOf(rule.addresses ?? []);
    const met = mentionedIn(finder, seen.transaction, own, isTruncated).map((address) => ({
      ...none,
      address,
    }));
    return met.length > 0 ? met : [none];
  }
  if (rule.trigger !== "call") return [none];
  const isOfSenders = rule.side === "sender" && rule.functions.length === 0;
  const calls = isOfSenders ? own.slice(0, 1) : [...own, ...simulated];
  const met = calls.map((call) => ({
    ...none,
    address: addressOf(rule, seen, call),
    call,
    functions: rule.functions.filter(({ selector }) => selector === selectorOf(call.input)),
  }));
  return direct === null ? [{ ...none, address: senderOf(rule, seen) }, ...met] : met;
}

/** Where a call may stand that was not read: at most one, for one is enough. */
function unreadOf(rule: CompiledRule, { input }: RpcTransaction): Encounter[] {
  if (rule.trigger !== "call" || rule.side === "sender" || rule.addresses === null) return [];
  for (const address of finderOf(rule.addresses).findUnaligned(input)) {
    const encounter = unreadCall(rule, address, input.toLowerCase());
    if (encounter !== null) return [encounter];
  }
  return [];
}

/** By the list itself: making one takes longer than searching a hundred transactions. */
const finders = new WeakMap<readonly string[], MentionFinder>();

function finderOf(addresses: readonly string[]): MentionFinder {
  const known = finders.get(addresses);
  if (known) return known;
  const made = createMentionFinder(addresses);
  finders.set(addresses, made);
  return made;
}

function senderOf(rule: CompiledRule, { transaction }: SeenTransaction): string | null {
  const isOfTargets = rule.side === "target" || (rule.side === "either" && rule.addresses === null);
  return isOfTargets ? null : (transaction.from?.toLowerCase() ?? null);
}

function addressOf(rule: CompiledRule, seen: SeenTransaction, call: CallSite): string | null {
  if (rule.side === "sender") return senderOf(rule, seen);
  const isTarget = rule.addresses === null || addressSet(rule.addresses).has(call.to);
  return isTarget || rule.side === "target" ? call.to : senderOf(rule, seen);
}

function explain(rule: CompiledRule, met: readonly Met[]): Explanation {
  const [first] = met;
  if (first !== undefined && met.length === 1) return first.explanation;
  const what = rule.trigger === "call" ? "calls" : rule.trigger === "event" ? "events" : "mentions";
  const whole = oneOf(
    `one of ${met.length.toLocaleString("en")} ${what} matches`,
    met.map((one) => one.explanation),
  );
  if (met.length <= MAX_EXPLAINED) return whole;
  const nearest = met.map(({ explanation }, at) => ({ explanation, at, rank: nearness(explanation) }));
  nearest.sort((a, b) => b.rank - a.rank || a.at - b.at);
  const kept = nearest.slice(0, MAX_EXPLAINED).sort((a, b) => a.at - b.at);
  return { ...whole, label: `${whole.label}; the nearest:`, children: kept.map((one) => one.explanation) };
}

function nearness({ result, children = [] }: Explanation): number {
  if (result === true) return Number.MAX_SAFE_INTEGER;
  if (result === null) return Number.MAX_SAFE_INTEGER - 1;
  return children.filter((child) => child.result !== false).length;
}

/**
 * The place that matches for certain, else one that could not be evaluated; of several calls the most dangerous, and the
 * first of those.
 */
function matchOf(
  rule: CompiledRule,
  seen: SeenTransaction,
  met: readonly Met[],
  truncated: string | null,
): RuleMatch | null {
  const matching = met.filter(({ explanation }) => explanation.result !== false);
  const certain = matching.filter(({ explanation }) => explanation.result === true);
  const [first, ...rest] = certain.length > 0 ? certain : matching;
  if (first === undefined) return null;
  const rank = ({ encounter }: Met) => (rule.trigger === "call" ? callRank(encounter.call) : 0);
  const best = rest.reduce((one, other) => (rank(other) > rank(one) ? other : one), first);
  const { verdict } = judge(rule, seen, best.encounter);
  const { uncertain, needsOutcome } = verdict;
  const match: RuleMatch = { rule, ...best.encounter, uncertain, needsOutcome, more: matching.length - 1, truncated };
  if (rule.trigger !== "call") return match;
  for (const one of matching) if (one !== best) match.others = otherCalls(match.others, one.encounter.call);
  return match;
}
