import type { ConditionSubject } from "~/domain/conditions/condition-subject";
import type { CallSite } from "~/domain/transactions/call-site";
import type { EventLog } from "~/domain/transactions/event-log";
import type { MinedFacts } from "~/domain/transactions/mined-facts";
import type { ResolvedEvent } from "~/domain/transactions/resolved-event";
import type { ResolvedFunction } from "~/domain/transactions/resolved-function";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { OutcomeKind } from "~/domain/transactions/simulated-outcome";
import type { CompiledRule } from "./compiled-rule";
import { type SubjectVerdict, subjectVerdict } from "./subject-verdict";

/** What is known of the transaction as a whole. */
export interface SeenTransaction {
  /** With its sender, wherever that could be had. */
  transaction: RpcTransaction;
  /** Null while it is pending. */
  mined: MinedFacts | null;
  /** What a simulation said; null while there is none. */
  outcome: OutcomeKind | null;
}

/** Where a rule meets a transaction: one call or one log of it. */
export interface Encounter {
  /** As in `RuleMatch`. */
  address: string | null;
  call: CallSite | null;
  functions: readonly ResolvedFunction[];
  log: EventLog | null;
  event: ResolvedEvent | null;
  /** As in `RuleMatch`. */
  isUnread?: true | undefined;
}

const UNREAD: SubjectVerdict = Object.freeze({
  result: null,
  uncertain: "The call stands in a part of the transaction that was not read.",
  needsOutcome: false,
});

/** What a rule's condition is asked of at an encounter, with its call read as `fn`. */
export function subjectOf(
  rule: CompiledRule,
  { transaction, mined, outcome }: SeenTransaction,
  { address, call, log, event }: Encounter,
  fn: ResolvedFunction | null,
): ConditionSubject {
  const contract = (address === null ? undefined : rule.contracts.get(address)) ?? null;
  return {
    transaction,
    call,
    fn,
    log,
    event,
    mined,
    network: rule.network,
    contract,
    outcome: outcome ?? outcomeWhenMined(mined),
  };
}

/** What a block says is more than what a simulation would have said. */
function outcomeWhenMined(mined: MinedFacts | null): OutcomeKind | null {
  if (mined === null || mined.status === null) return null;
  return mined.status === "Success" ? "would_succeed" : "would_revert";
}

/**
 * Asks a rule's condition at an encounter. Two functions may share the call's selector: it holds when it holds for
 * either, and `fn` is the one that decided.
 */
export function judge(
  rule: CompiledRule,
  seen: SeenTransaction,
  encounter: Encounter,
): { verdict: SubjectVerdict; fn: ResolvedFunction | null } {
  const [first = null, ...others] = encounter.functions;
  if (encounter.isUnread === true && rule.compiledCondition !== null) return { verdict: UNREAD, fn: first };
  let best = { verdict: subjectVerdict(rule, subjectOf(rule, seen, encounter, first)), fn: first };
  for (const fn of others) {
    if (best.verdict.result === true) break;
    const verdict = subjectVerdict(rule, subjectOf(rule, seen, encounter, fn));
    if (verdict.result === true || best.verdict.result === false) best = { verdict, fn };
  }
  return best;
}
