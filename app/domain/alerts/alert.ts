import { z } from "zod";

import { ChecksumAddress, DecimalString, Hash, Id, NetworkName, Severity, Timestamp } from "~/domain/shared-schemas";
import { DecodedCall } from "~/domain/transactions/decoded-call";
import { Explanation } from "./explanation";

/** What became of the transaction. */
export const TxStatus = z.enum(["pending", "confirmed", "failed", "replaced", "dropped"]);
export type TxStatus = z.infer<typeof TxStatus>;

/** The documented status: acknowledged wins, otherwise it follows the transaction. */
export const AlertStatus = z.enum(["pending", "confirmed", "dropped", "acknowledged"]);
export type AlertStatus = z.infer<typeof AlertStatus>;

/** An alert as the API, the webhooks and the interface show it. */
export const Alert = z.object({
  id: Id,
  ruleId: Id,
  watchlistId: Id.nullable(),
  network: NetworkName,
  severity: Severity,
  title: z.string(),
  description: z.string(),
  txHash: Hash,
  from: ChecksumAddress,
  to: ChecksumAddress.nullable(),
  /** Wei. */
  value: DecimalString,
  call: DecodedCall,
  status: AlertStatus,
  txStatus: TxStatus,
  blockNumber: z.int().nullable(),
  replacedByHash: Hash.nullable(),
  detectedAt: Timestamp,
  confirmedAt: Timestamp.nullable(),
  acknowledgedAt: Timestamp.nullable(),
  acknowledgedBy: Id.nullable(),
  /** Types of the channels that have been told, each once. */
  dispatchedChannels: z.array(z.string()),
  occurrences: z.int(),
  explanation: Explanation,
});
export type Alert = z.infer<typeof Alert>;

/** The documented status of an alert from its two inner ones: failed counts as confirmed, replaced as dropped. */
export function alertStatus(txStatus: TxStatus, acknowledged: boolean): AlertStatus {
  if (acknowledged) return "acknowledged";
  if (txStatus === "confirmed" || txStatus === "failed") return "confirmed";
  return txStatus === "pending" ? "pending" : "dropped";
}
