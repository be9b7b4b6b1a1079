import { toChecksum } from "~/domain/transactions/address";
import type { DecodedCall } from "~/domain/transactions/decoded-call";
import { SimulatedOutcome } from "~/domain/transactions/simulated-outcome";
import type { Prisma } from "~/platform/generated/prisma/client";
import { AcknowledgedVia } from "./acknowledged-via";
import { type Alert, alertStatus, Detection } from "./alert";
import type { AlertEvent } from "./alert-event";
import type { AlertPath } from "./alert-path";
import type { Explanation } from "./explanation";

/** What has to be read with an alert to show it. */
export const ALERT_INCLUDE = {
  network: { select: { name: true } },
  acknowledgedBy: { select: { name: true } },
  deliveries: {
    where: { state: { in: ["delivered", "suppressed"] } },
    select: { state: true, channel: { select: { type: true } } },
  },
} as const satisfies Prisma.AlertInclude;

type StoredAlert = Prisma.AlertGetPayload<{ include: typeof ALERT_INCLUDE }>;

/** A stored alert with what `ALERT_INCLUDE` names, as Prisma reads it or a raw statement does (numbers as text). */
export type AlertRow = Omit<StoredAlert, "nonce" | "input" | "value" | "blockNumber" | UnshownField> & {
  value: string | { toFixed(digits: number): string };
  blockNumber: bigint | string | null;
};

type UnshownField = "selector" | "networkId" | "blockHash" | "acknowledgedNote" | "updatedAt";

/**
 * An alert as the API, the webhooks and the interface show it. `call`, `event` and `explanation` are as the recorder
 * wrote them.
 */
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
    earlierHashes: row.earlierHashes,
    from: toChecksum(row.fromAddress),
    to: row.toAddress === null ? null : toChecksum(row.toAddress),
    target: row.target === null ? null : toChecksum(row.target),
    value: typeof row.value === "string" ? row.value : row.value.toFixed(0),
    call: row.call as unknown as DecodedCall,
    path: presentPath(row.callPath),
    event: row.event as unknown as AlertEvent | null,
    status: alertStatus(txStatus, row.acknowledgedAt !== null),
    txStatus,
    blockNumber: row.blockNumber === null ? null : Number(row.blockNumber),
    replacedByHash,
    isReplaced: row.isReplaced,
    ...presentDetection(row),
    uncertain: row.uncertain,
    outcome: row.outcome === null ? null : SimulatedOutcome.parse(row.outcome),
    detectedAt: row.detectedAt.toISOString(),
    confirmedAt: row.confirmedAt?.toISOString() ?? null,
    acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
    acknowledgedBy: row.acknowledgedById,
    acknowledgedByName: row.acknowledgedBy?.name ?? null,
    acknowledgedVia: row.acknowledgedVia === null ? null : AcknowledgedVia.parse(row.acknowledgedVia),
    ...presentTelling(row),
    occurrences,
    senders: row.senders,
    explanation: row.explanation as unknown as Explanation,
  };
}

/** A rule of the confirmed stage meets what is mined, though it may have been seen pending. */
function presentDetection(row: AlertRow): Pick<Alert, "detection" | "appearedWithoutWarning"> {
  const detection = Detection.parse(row.detection);
  const wasShown = Array.isArray(row.firstSeen) && row.firstSeen.length > 0;
  return { detection, appearedWithoutWarning: detection !== "pending" && !wasShown };
}

/** Who was told, and why nobody was: what one channel was told is not quiet. */
function presentTelling({ deliveries, coveredById }: AlertRow): Pick<Alert, "dispatchedChannels" | "quiet"> {
  const told = deliveries.filter(({ state }) => state === "delivered");
  return {
    dispatchedChannels: [...new Set(told.map(({ channel }) => channel.type))].sort(),
    quiet: coveredById !== null ? "repeat" : told.length === 0 && deliveries.length > 0 ? "suppressed" : null,
  };
}

/** Stored with lower-case addresses. */
function presentPath(stored: unknown): AlertPath | null {
  if (stored === null) return null;
  const { caller, path, ...rest } = stored as AlertPath;
  return {
    ...rest,
    caller: caller ? toChecksum(caller) : null,
    path: path.map((step) => ({ ...step, to: toChecksum(step.to) })),
  };
}
