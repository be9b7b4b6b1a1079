import type { Context } from "~/platform/context.server";
import type { Channel } from "./channel";
import { getChannelRow } from "./get-channel-row.server";
import { toChannel } from "./to-channel";

/**
 * One channel, secrets masked.
 *
 * @throws AppError `not_found`.
 */
export async function getChannel(ctx: Pick<Context, "db">, { id }: { id: string }): Promise<Channel> {
  return toChannel(await getChannelRow(ctx.db, id));
}
