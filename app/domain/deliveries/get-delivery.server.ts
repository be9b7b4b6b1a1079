import { z } from "zod";

import { AppError } from "~/domain/errors";
import type { Role } from "~/domain/users/role";
import type { Context } from "~/platform/context.server";
import type { Prisma } from "~/platform/generated/prisma/client";
import { countFollowers } from "./count-followers.server";
import type { DeliveryAttemptDetail, DeliveryDetail } from "./delivery";
import { findWaitingPlace } from "./find-waiting-place.server";
import { mayReadBodies } from "./may-read-bodies";
import { DELIVERY_INCLUDE, type DeliveryView, presentAttempt, presentDelivery } from "./present-delivery";

const INCLUDE = {
  ...DELIVERY_INCLUDE,
  attemptRows: { orderBy: { number: "asc" } },
} as const satisfies Prisma.DeliveryInclude;
type AttemptRow = Prisma.DeliveryGetPayload<{ include: typeof INCLUDE }>["attemptRows"][number];

const Headers = z.record(z.string(), z.string()).nullable().catch(null);
const Target = z.object({ method: z.string(), host: z.string() }).nullable().catch(null);

/**
 * A delivery with everything that was sent and answered, and with what it waits behind.
 *
 * @param role who looks; see `mayReadBodies`.
 * @throws AppError `not_found`.
 */
export async function getDelivery(
  ctx: Pick<Context, "db" | "sql">,
  { id, role }: { id: string; role: Role },
): Promise<DeliveryDetail> {
  const [row, followers] = await Promise.all([
    ctx.db.delivery.findUnique({ where: { id }, include: INCLUDE }),
    countFollowers(ctx, [id]),
  ]);
  if (!row) throw new AppError("not_found", "There is no delivery with this id.");
  const view = { mayReadBodies: mayReadBodies(role), followers };
  const delivery = presentDelivery(row, view);
  return {
    ...delivery,
    attempts: row.attemptRows.map((attempt) => presentDetail(attempt, view)),
    destination: delivery.waitsFor === "destination" ? await findWaitingPlace(ctx, { id }) : null,
  };
}

function presentDetail(attempt: AttemptRow, view: DeliveryView): DeliveryAttemptDetail {
  const shown = presentAttempt(attempt, view);
  if (!view.mayReadBodies) return { ...shown, request: null, responseHeaders: null };
  const target = Target.parse(attempt.requestTarget);
  return {
    ...shown,
    request:
      target === null
        ? null
        : { ...target, headers: Headers.parse(attempt.requestHeaders) ?? {}, body: attempt.requestBody },
    responseHeaders: Headers.parse(attempt.responseHeaders),
  };
}
