import { AppError } from "~/domain/errors";
import { Id } from "~/domain/shared-schemas";
import type { Context } from "~/platform/context.server";

/**
 * A channel's row, with the sealed configuration: for this component's operations only.
 *
 * @throws AppError `not_found`, also for what is no id at all.
 */
export async function getChannelRow(db: Pick<Context["db"], "channel">, id: string) {
  const row = Id.safeParse(id).success ? await db.channel.findUnique({ where: { id } }) : null;
  if (!row) throw new AppError("not_found", "There is no channel with this id.", { slug: "channel_not_found" });
  return row;
}
