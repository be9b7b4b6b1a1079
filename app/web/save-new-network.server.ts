import type { Actor } from "~/domain/audit/actor";
import { createNetwork } from "~/domain/networks/create-network.server";
import type { Network } from "~/domain/networks/network";
import type { EndpointCheck, NewNetwork } from "~/domain/networks/network-input";
import type { Context } from "~/platform/context.server";
import { openJsonRpc } from "~/platform/json-rpc.server";

/** Makes a network whose endpoints are asked for their chain: see `createNetwork`. */
export function saveNewNetwork(
  ctx: Context,
  options: { actor: Actor; input: NewNetwork; check?: EndpointCheck },
): Promise<Network> {
  return createNetwork(ctx, { ...options, open: openJsonRpc });
}
