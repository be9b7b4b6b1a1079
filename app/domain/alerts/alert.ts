import { z } from "zod";

import { ChecksumAddress, DecimalString, Hash, Id, NetworkName, Severity, Timestamp } from "~/domain/shared-schemas";
import { DecodedCall } from "~/domain/transactions/decoded-call";
import { SimulatedOutcome } from "~/domain/transactions/simulated-outcome";
import { AcknowledgedVia } from "./acknowledged-via";
import { AlertEvent } from "./alert-event";
import { AlertPath } from "./alert-path";
import { Explanation } from "./explanation";

/** What became of the transaction. */
export const TxStatus = z.enum(["pending", "confirmed", "failed", "replaced", "dropped"]);
export type TxStatus = z.infer<typeof TxStatus>;

/** The documented status: acknowledged wins, otherwise it follows the transaction. */
export const AlertStatus = z.enum(["pending", "confirmed", "dropped", "acknowledged"]);
export type AlertStatus = z.infer<typeof AlertStatus>;

/** How a match was found: waiting in the mempool, in a block, in a block read after a gap, or by simulation. */
export const Detection = z.enum(["pending", "mined", "backfilled", "simulation"]);
export type Detection = z.infer<typeof Detection>;

/** An alert as the API, the webhooks and the interface show it. */
export const Alert = z.object({
  id: Id,
  ruleId: Id,
  watchlistId: Id.nullable(),
  network: NetworkName,
  severity: Severity,
  title: z.string(),
  description: z.string(),
  /** The current one: it changes when the fee is raised. */
  txHash: Hash,
  /** Those that it had before, oldest first. */
  earlierHashes: z.array(Hash),
  from: ChecksumAddress,
  to: ChecksumAddress.nullable(),
  /** The watched address that the rule met: the contract called (perhaps by an inner call), a log's emitter, the sender. */
  target: ChecksumAddress.nullable(),
  /** Wei. */
  value: DecimalString,
  /** The call that the rule met: the transaction's own, or an inner one, and then `path` says how it was reached. */
  call: DecodedCall,
  path: AlertPath.nullable(),
  /** Of rules on events: the log. */
  event: AlertEvent.nullable(),
  status: AlertStatus,
  txStatus: TxStatus,
  blockNumber: z.int().nullable(),
  /** The transaction that took its place, or is about to while `txStatus` is `pending`. */
  replacedByHash: Hash.nullable(),
  /** A replacement with another call was seen or mined. */
  isReplaced: z.boolean(),
  detection: Detection,
  /** It was never seen pending: there was no time to act. */
  appearedWithoutWarning: z.boolean(),
  /** Why the rule's condition could not be evaluated (the alert is shown to be safe); null when it could. */
  uncertain: z.string().nullable(),
  /** Whether it would execute, as far as was simulated. */
  outcome: SimulatedOutcome.nullable(),
  detectedAt: Timestamp,
  confirmedAt: Timestamp.nullable(),
  acknowledgedAt: Timestamp.nullable(),
  acknowledgedBy: Id.nullable(),
  /** Of who was signed in or linked; null where nobody is known, and of an account since removed. */
  acknowledgedByName: z.string().nullable(),
  /** How, when not by somebody signed in: in a chat, or through the link of a message. */
  acknowledgedVia: AcknowledgedVia.nullable(),
  /** Types of the channels that have been told, each once. */
  dispatchedChannels: z.array(z.string()),
  /**
   * Why nobody was told of it. `repeat`: an earlier alert of the rule was told. `suppressed`: a silence, or a rule above
   * this one, kept its messages back. Null otherwise.
   */
  quiet: z.enum(["repeat", "suppressed"]).nullable(),
  /** What a cooldown folded into this alert, itself included. */
  occurrences: z.int(),
  /** Distinct senders among those. */
  senders: z.int(),
  explanation: Explanation,
});
export type Alert = z.infer<typeof Alert>;

/** The documented status of an alert from its two inner ones: failed counts as confirmed, replaced as dropped. */
export function alertStatus(txStatus: TxStatus, acknowledged: boolean): AlertStatus {
  if (acknowledged) return "acknowledged";
  if (txStatus === "confirmed" || txStatus === "failed") return "confirmed";
  return txStatus === "pending" ? "pending" : "dropped";
}
