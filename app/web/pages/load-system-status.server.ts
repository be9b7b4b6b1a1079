import { systemStatusOf } from "~/components/shell/system-status";
import { listChannels } from "~/domain/channels/list-channels.server";
import { getDeliveryStatus } from "~/domain/deliveries/get-delivery-status.server";
import { listNetworks } from "~/domain/networks/list-networks.server";
import type { Context } from "~/platform/context.server";

/** Networks, channels, and what they say together about whether Sentinel works. */
export async function loadSystemStatus(ctx: Context) {
  const [networks, channels, delivery] = await Promise.all([
    listNetworks(ctx, { limit: 100 }),
    listChannels(ctx, { limit: 100 }),
    getDeliveryStatus(ctx),
  ]);
  const status = systemStatusOf(networks.data, channels.data, delivery);
  return { networks: networks.data, channels: channels.data, status };
}
