import type { Actor } from "~/domain/audit/actor";
import type { Network } from "~/domain/networks/network";
import type { EndpointCheck, NetworkPatch } from "~/domain/networks/network-input";
import { updateNetwork } from "~/domain/networks/update-network.server";
import type { Context } from "~/platform/context.server";
import { openJsonRpc } from "~/platform/json-rpc.server";

/** Changes a network whose new endpoints are asked for their chain: see `updateNetwork`. */
export function saveNetwork(
  ctx: Context,
  options: { actor: Actor; id: string; input: NetworkPatch; check?: EndpointCheck },
): Promise<Network> {
  return updateNetwork(ctx, { ...options, open: openJsonRpc });
}
