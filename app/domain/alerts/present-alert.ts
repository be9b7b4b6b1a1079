import { toChecksum } from "~/domain/transactions/address";
import type { DecodedCall } from "~/domain/transactions/decoded-call";
import type { Prisma } from "~/platform/generated/prisma/client";
import { type Alert, alertStatus } from "./alert";
import type { Explanation } from "./explanation";

/** What has to be read with an alert to show it. */
export const ALERT_INCLUDE = {
  network: { select: { name: true } },
  deliveries: { where: { state: "delivered" }, select: { channel: { select: { type: true } } } },
} as const satisfies Prisma.AlertInclude;

type StoredAlert = Prisma.AlertGetPayload<{ include: typeof ALERT_INCLUDE }>;

/** A stored alert with what `ALERT_INCLUDE` names, as Prisma reads it or a raw statement does (numbers as text). */
export type AlertRow = Omit<StoredAlert, "nonce" | "input" | "value" | "blockNumber" | UnshownField> & {
  value: string | { toFixed(digits: number): string };
  blockNumber: bigint | string | null;
};

type UnshownField = "firstSeen" | "networkId" | "blockHash" | "coveredById" | "acknowledgedNote" | "updatedAt";

/** An alert as the API, the webhooks and the interface show it. `call` and `explanation` are as the recorder wrote them. */
export function presentAlert(row: AlertRow): Alert {
  const { id, ruleId, watchlistId, severity, title, description, txHash, txStatus, replacedByHash, occurrences } = row;
  return {
    id,
    ruleId,
    watchlistId,
    network: row.network.name,
    severity,
    title,
    description,
    txHash,
    from: toChecksum(row.fromAddress),
    to: row.toAddress === null ? null : toChecksum(row.toAddress),
    value: typeof row.value === "string" ? row.value : row.value.toFixed(0),
    call: row.call as unknown as DecodedCall,
    status: alertStatus(txStatus, row.acknowledgedAt !== null),
    txStatus,
    blockNumber: row.blockNumber === null ? null : Number(row.blockNumber),
    replacedByHash,
    detectedAt: row.detectedAt.toISOString(),
    confirmedAt: row.confirmedAt?.toISOString() ?? null,
    acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
    acknowledgedBy: row.acknowledgedById,
    dispatchedChannels: [...new Set(row.deliveries.map((delivery) => delivery.channel.type))].sort(),
    occurrences,
    explanation: row.explanation as unknown as Explanation,
  };
}
