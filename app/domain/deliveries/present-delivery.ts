import { z } from "zod";

import type { Prisma } from "~/platform/generated/prisma/client";
import { AttemptOutcome, type Delivery, type DeliveryAttempt } from "./delivery";
import { DeliveryData } from "./delivery-purpose";
import { waitReasonOf } from "./wait-reason-of";

/** What has to be read with a delivery to show it in a list: not what was sent, which is most of the bytes. */
export const DELIVERY_INCLUDE = {
  alert: { select: { title: true } },
  channel: { select: { name: true, type: true } },
  attemptRows: {
    orderBy: { number: "asc" },
    omit: { responseHeaders: true, requestTarget: true, requestHeaders: true, requestBody: true },
  },
} as const satisfies Prisma.DeliveryInclude;

type Row = Prisma.DeliveryGetPayload<{ include: typeof DELIVERY_INCLUDE }>;
type AttemptRow = Row["attemptRows"][number];

/** What belongs to the moment of showing. */
export interface DeliveryView {
  /** What far sides answered may be shown: to analysts and admins (OWASP ASVS 5.0, 8.2.3). */
  mayReadBodies: boolean;
  /** How many deliveries follow the ones that lead a group, by the leader's id. */
  followers: ReadonlyMap<string, number>;
}

/** A delivery with every attempt, as lists show it. */
export function presentDelivery(row: Row, view: DeliveryView): Delivery {
  return {
    id: row.id,
    alertId: row.alertId,
    alertTitle: row.alert?.title ?? null,
    channelId: row.channelId,
    channelName: row.channel.name,
    channelType: row.channel.type,
    purpose: row.purpose,
    change: row.change,
    revision: row.revision,
    state: row.state,
    critical: row.critical,
    waitsFor: waitReasonOf(row),
    groupedIntoId: row.groupedIntoId,
    groupSize: 1 + (view.followers.get(row.id) ?? 0),
    fallbackForId: row.fallbackForId,
    failure: FailureData.parse(row.data).failure,
    redelivered: row.redelivered,
    attempts: row.attemptRows.map((attempt) => presentAttempt(attempt, view)),
    createdAt: row.createdAt.toISOString(),
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    lastError: row.lastError,
  };
}

/** One attempt, without what was sent. */
export function presentAttempt(attempt: AttemptRow, { mayReadBodies }: DeliveryView): DeliveryAttempt {
  return {
    number: attempt.number,
    startedAt: attempt.startedAt.toISOString(),
    durationMs: attempt.durationMs,
    outcome: AttemptOutcome.parse(attempt.outcome),
    statusCode: attempt.statusCode,
    responseBody: mayReadBodies ? attempt.responseBody : null,
    error: attempt.error,
    nextAttemptAt: attempt.nextAttemptAt?.toISOString() ?? null,
  };
}

/** A row's data may be of any version of Sentinel: what doesn't fit is not shown, and shows everything else. */
const FailureData = z.object({ failure: DeliveryData.shape.failure.unwrap().nullable().catch(null) }).catch({
  failure: null,
});
