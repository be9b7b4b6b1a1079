import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import { isUniqueViolation } from "~/domain/watchlists/is-unique-violation";
import type { Context } from "~/platform/context.server";
import type { OpenJsonRpc } from "~/platform/json-rpc.server";
import { checkEndpoints } from "./check-endpoints.server";
import { getNetwork } from "./get-network.server";
import type { Network } from "./network";
import { networkAuditFacts } from "./network-audit-facts";
import { NETWORK_FOR_AUDIT } from "./network-for-audit";
import type { EndpointCheck, NewNetwork } from "./network-input";
import { saveEndpoints } from "./save-endpoints.server";

/**
 * Makes a network. A worker listens to it within 2 s.
 *
 * @param open how its endpoints are asked; routes go by `saveNewNetwork` of the web layer, which knows it.
 * @param check `lenient` unless told otherwise: an endpoint that is away just now is no reason to refuse the network.
 * @throws AppError `conflict` `duplicate_name`, and what `checkEndpoints` throws.
 */
export async function createNetwork(
  ctx: Context,
  options: { actor: Actor; input: NewNetwork; open: OpenJsonRpc; check?: EndpointCheck },
): Promise<Network> {
  const { actor, input, open, check = "lenient" } = options;
  const { name, rpcUrls, confirmations, enabled, explorerUrl = null } = input;
  // Told before anybody is asked anything.
  if (await ctx.db.network.findUnique({ where: { name }, select: { id: true } })) throw duplicate(name);
  const urls = rpcUrls.map((url, index) => ({ url, pointer: `/rpcUrls/${index}` }));
  const chainId = await checkEndpoints({ urls, chainId: input.chainId, check, open });

  const id = ctx.newId();
  try {
    await ctx.db.$transaction(async (tx) => {
      await tx.network.create({ data: { id, name, chainId: BigInt(chainId), confirmations, explorerUrl, enabled } });
      await saveEndpoints(ctx, tx, { networkId: id, urls: rpcUrls });
      const made = await tx.network.findUniqueOrThrow({ where: { id }, include: NETWORK_FOR_AUDIT });
      await recordAudit(tx, {
        actor,
        action: "network.created",
        resourceType: "network",
        resourceId: id,
        metadata: { after: networkAuditFacts(made) },
      });
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw duplicate(name, error);
    throw error;
  }
  ctx.relay.publish("configuration.changed", { what: "networks" });
  return getNetwork(ctx, { id });
}

function duplicate(name: string, cause?: unknown): AppError {
  const detail = "is already the name of another network";
  return new AppError("conflict", `“${name}” ${detail}.`, {
    slug: "duplicate_name",
    errors: [{ pointer: "/name", detail, code: "duplicate_name" }],
    cause,
  });
}
