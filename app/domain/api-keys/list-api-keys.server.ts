import { can } from "~/domain/access/can";
import type { Actor } from "~/domain/audit/actor";
import { afterCursor, type Page, type PageRequest, paginate } from "~/domain/pagination";
import type { Context } from "~/platform/context.server";
import type { Prisma } from "~/platform/generated/prisma/client";
import type { ApiKey } from "./api-key";
import { KEY_INCLUDE, presentApiKey } from "./present-api-key";

interface List extends PageRequest {
  actor: Actor;
  /** Only this user's. */
  userId?: string | undefined;
}

/**
 * Keys that were not revoked, newest first, expired ones included: one's own, and everybody's for who may see them.
 * Those of somebody else who are asked for without the right to see them are none.
 *
 * @throws AppError `invalid_input` for a cursor that is not one.
 */
export async function listApiKeys(
  ctx: Pick<Context, "db">,
  { actor, userId, ...request }: List,
): Promise<Page<ApiKey>> {
  const seesAll = can(actor, "api_key.read", { ownerId: null });
  const where: Prisma.ApiKeyWhereInput = {
    revokedAt: null,
    AND: [
      seesAll ? {} : actor.userId === null ? { id: { in: [] } } : { userId: actor.userId },
      userId === undefined ? {} : { userId },
    ],
  };
  const page = await paginate(request, {
    count: () => ctx.db.apiKey.count({ where }),
    find: ({ after, ...part }) =>
      ctx.db.apiKey.findMany({
        where: { AND: [where, afterCursor("createdAt", after)] },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        include: KEY_INCLUDE,
        ...part,
      }),
    cursorOf: (row) => ({ at: row.createdAt, id: row.id }),
  });
  return { ...page, data: page.data.map(presentApiKey) };
}
