import { systemStatusOf } from "~/components/shell/system-status";
import { findAuditVerdict } from "~/domain/audit/find-audit-verdict.server";
import { listChannels } from "~/domain/channels/list-channels.server";
import { getDeliveryStatus } from "~/domain/deliveries/get-delivery-status.server";
import { listNetworks } from "~/domain/networks/list-networks.server";
import type { Context } from "~/platform/context.server";

/** Networks, channels, and what they say together about whether Sentinel works. */
export async function loadSystemStatus(ctx: Context) {
  const [networks, channels, delivery, audit] = await Promise.all([
    listNetworks(ctx, { limit: 100 }),
    listChannels(ctx, { limit: 100 }),
    getDeliveryStatus(ctx),
    findAuditVerdict(ctx),
  ]);
  const status = systemStatusOf(networks.data, channels.data, delivery, audit?.broken ?? null);
  return { networks: networks.data, channels: channels.data, status };
}
