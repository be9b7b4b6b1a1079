import type { CallSite } from "~/domain/transactions/call-site";
import type { EventLog } from "~/domain/transactions/event-log";
import type { MinedFacts } from "~/domain/transactions/mined-facts";
import type { ResolvedEvent } from "~/domain/transactions/resolved-event";
import type { ResolvedFunction } from "~/domain/transactions/resolved-function";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { OutcomeKind } from "~/domain/transactions/simulated-outcome";

/** A saved list of addresses (lower case), as `@name` in a condition means it. */
export type AddressList = ReadonlySet<string>;

/**
 * What a condition is asked of: one call or one event of a transaction. Nothing in it is decoded yet; a condition reads
 * only what it names.
 */
export interface ConditionSubject {
  transaction: RpcTransaction;
  /** The matched call; for an event the transaction's own. Null for the creation of a contract. */
  call: CallSite | null;
  /** The function that `call` is read as; null when none is known or the subject is an event. */
  fn: ResolvedFunction | null;
  /** Set when the subject is an event. */
  log: EventLog | null;
  event: ResolvedEvent | null;
  /** Null while it is pending. */
  mined: MinedFacts | null;
  /** The network's name. */
  network: string;
  contract: { name: string | null; tags: readonly string[] } | null;
  /** What a simulation said; null while there is none. */
  outcome: OutcomeKind | null;
}

/** What a condition may name, for the check when it is saved. */
export interface ConditionScope {
  /** The functions it may meet: every overload of the rule's signature; empty for a rule of any call. */
  functions: readonly ResolvedFunction[];
  /** The events it may meet; a rule has functions or events, not both. */
  events: readonly ResolvedEvent[];
  stage: "pending" | "confirmed";
  /** Names of the saved address lists. */
  lists: ReadonlySet<string>;
}

/** The saved lists themselves, for evaluation. */
export type AddressLists = ReadonlyMap<string, AddressList>;
