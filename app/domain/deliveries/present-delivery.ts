import type { Prisma } from "~/platform/generated/prisma/client";
import { AttemptOutcome, type Delivery } from "./delivery";

/** What has to be read with a delivery to show it. */
export const DELIVERY_INCLUDE = {
  channel: { select: { name: true, type: true } },
  attemptRows: { orderBy: { number: "asc" }, omit: { responseHeaders: true } },
} as const satisfies Prisma.DeliveryInclude;

type Row = Prisma.DeliveryGetPayload<{ include: typeof DELIVERY_INCLUDE }>;

/** A delivery with every attempt, as the API shows it. */
export function presentDelivery(row: Row): Delivery {
  return {
    id: row.id,
    alertId: row.alertId,
    channelId: row.channelId,
    channelName: row.channel.name,
    channelType: row.channel.type,
    purpose: row.purpose,
    change: row.change,
    revision: row.revision,
    state: row.state,
    attempts: row.attemptRows.map((attempt) => ({
      number: attempt.number,
      startedAt: attempt.startedAt.toISOString(),
      durationMs: attempt.durationMs,
      outcome: AttemptOutcome.parse(attempt.outcome),
      statusCode: attempt.statusCode,
      responseBody: attempt.responseBody,
      error: attempt.error,
      nextAttemptAt: attempt.nextAttemptAt?.toISOString() ?? null,
    })),
    createdAt: row.createdAt.toISOString(),
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    lastError: row.lastError,
  };
}
