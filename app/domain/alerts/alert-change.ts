/** What happened to an alert's transaction, as the timeline and the notifications name it. */
export type AlertChangeKind =
  | "confirmed"
  | "failed"
  | "replaced"
  | "sped_up"
  | "cancelling"
  | "replacing"
  | "dropped"
  | "reopened";

/**
 * One change of one alert's transaction.
 * - `confirmed`, `failed`: mined, by its receipt's status. `hash` is another one than the alert's after a speed-up.
 * - `replaced`: the sender's nonce was used by another call, `hash` (null: a transaction that nobody showed).
 *   `data.isCancellation`: an empty one to himself.
 * - `sped_up`: seen pending with a higher fee under another `hash`; everything else is the same.
 * - `cancelling`, `replacing`: another call with the same nonce is pending, `hash`.
 * - `dropped`: gone from the pool. `reopened`: there again.
 */
export interface AlertChange {
  alertId: string;
  kind: AlertChangeKind;
  /** When it happened: the block's time, or when it was seen. Ms since the epoch. */
  atMs: number;
  /** Null for what isn't in a block. */
  block: { number: bigint; hash: string } | null;
  /** The transaction that the change is about, lower case. */
  hash: string | null;
  /** Who has shown the mined transaction by now, earliest first; empty when that is not known any more. */
  firstSeen: readonly { endpointId: string; atMs: number }[];
  /** Whether the channels that were told of the alert are told of this too. */
  isTold: boolean;
  /** What else the timeline says. */
  data: Record<string, unknown>;
}
