import type { ChannelOption } from "~/components/escalations/policy-fields";
import { listChannels } from "~/domain/channels/list-channels.server";
import type { Context } from "~/platform/context.server";

/** The channels that a form offers to tell, oldest first; of more than a hundred the newest. */
export async function loadChannelOptions(ctx: Context): Promise<ChannelOption[]> {
  const { data } = await listChannels(ctx, { limit: 100 });
  return data.map(({ id, name, type, enabled }) => ({ id, name, type, enabled })).reverse();
}
