import type { CallSite } from "~/domain/transactions/call-site";
import type { EventLog } from "~/domain/transactions/event-log";
import type { ResolvedEvent } from "~/domain/transactions/resolved-event";
import type { ResolvedFunction } from "~/domain/transactions/resolved-function";
import type { CompiledRule } from "./compiled-rule";

/** Whom a call calls, lower case, and its first four bytes. */
export interface MatchedCall {
  to: string;
  selector: string;
}

/**
 * A rule that a transaction matches, and by what: its first matching event, or of its matching calls the most dangerous
 * by the built-in table, the first of those.
 */
export interface RuleMatch {
  rule: CompiledRule;
  /** The watched address that was met: the called contract, the sender, the log's emitter, or the address mentioned. */
  address: string | null;
  /** The matching call; for an event or a mention the transaction's own. Null for the creation of a contract. */
  call: CallSite | null;
  /** Those of the rule's functions that have the call's selector. */
  functions: readonly ResolvedFunction[];
  log: EventLog | null;
  event: ResolvedEvent | null;
  /**
   * Not every call was read, and this one is among the others as far as the calldata tells: the contract's address and
   * the function's selector stand in it. `call` holds nothing else.
   */
  isUnread?: true | undefined;
  /** Of a rule of changed code: what stood behind the address before and what does now, lower case. */
  change?: { before: string | null; after: string | null } | undefined;
  /** Null: the condition holds (or there is none). Else why it could not be evaluated: the alert is shown to be safe. */
  uncertain: string | null;
  /** The condition hangs on the outcome of a simulation that is not there yet; `uncertain` says so too. */
  needsOutcome: boolean;
  /** How many further calls or events of the transaction match the same rule. */
  more: number;
  /** Of those, the calls of functions of the built-in table, each function and contract once. */
  others?: readonly MatchedCall[] | undefined;
  /** Why not every inner call was looked at, when a cap was reached. */
  truncated: string | null;
}
