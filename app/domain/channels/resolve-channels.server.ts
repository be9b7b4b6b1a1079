import { Id } from "~/domain/shared-schemas";
import type { Context } from "~/platform/context.server";
import { ChannelType } from "./channel";

/** A channel that a rule leads to. */
export interface ResolvedChannel {
  id: string;
  type: ChannelType;
  name: string;
}

/**
 * The enabled channels that a rule's `channels` mean, each once, oldest first: an id means that channel, a type every
 * channel of it. What is unknown, deleted or switched off is left out.
 */
export async function resolveChannels(ctx: Pick<Context, "db">, names: readonly string[]): Promise<ResolvedChannel[]> {
  const ids = names.filter((name) => Id.safeParse(name).success);
  const types = names.flatMap((name) => ChannelType.safeParse(name).data ?? []);
  if (ids.length === 0 && types.length === 0) return [];
  return ctx.db.channel.findMany({
    where: { enabled: true, OR: [{ id: { in: ids } }, { type: { in: types } }] },
    select: { id: true, type: true, name: true },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
}
