import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { DbTransaction } from "~/platform/db.server";
import type { Prisma } from "~/platform/generated/prisma/client";
import type { OpenJsonRpc } from "~/platform/json-rpc.server";
import { checkEndpoints } from "./check-endpoints.server";
import { endpointUrlAad } from "./endpoint-url-aad";
import { getNetwork } from "./get-network.server";
import { holdNetwork } from "./hold-network.server";
import type { Network } from "./network";
import { networkAuditFacts } from "./network-audit-facts";
import { NETWORK_FOR_AUDIT } from "./network-for-audit";
import type { EndpointCheck, NetworkPatch } from "./network-input";
import { readUrlChanges, type UrlChanges } from "./read-url-changes";
import { saveEndpoints } from "./save-endpoints.server";

type Known = Prisma.NetworkGetPayload<{ include: typeof NETWORK_FOR_AUDIT }>;

/**
 * Changes a network; what the patch does not name stays. Workers follow within 2 s: one that is disabled is no longer
 * listened to, and its alerts and rules stay.
 *
 * @param open how its endpoints are asked; routes go by `saveNetwork` of the web layer, which knows it.
 * @throws AppError `not_found`, `conflict` `chain_id_changed` when the network has alerts of another chain, and what
 *   `readUrlChanges` and `checkEndpoints` throw.
 */
export async function updateNetwork(
  ctx: Context,
  options: { actor: Actor; id: string; input: NetworkPatch; open: OpenJsonRpc; check?: EndpointCheck },
): Promise<Network> {
  const { actor, id, input, open, check = "lenient" } = options;
  const known = await ctx.db.network.findUnique({ where: { id }, include: NETWORK_FOR_AUDIT });
  if (!known) throw new AppError("not_found", "There is no network with this id.");
  const chainId = input.chainId ?? Number(known.chainId);
  const inUse = known.endpoints.filter((endpoint) => endpoint.enabled);
  const urls = input.rpcUrls === undefined ? null : readUrlChanges(input.rpcUrls, inUse);
  const asked = [...(urls?.added ?? []), ...movedEndpoints(ctx, known, { chainId, urls })];
  if (asked.length > 0) await checkEndpoints({ urls: asked, chainId, check, open });

  const data = {
    ...(input.chainId === undefined ? {} : { chainId: BigInt(chainId) }),
    ...(input.confirmations === undefined ? {} : { confirmations: input.confirmations }),
    ...(input.explorerUrl === undefined ? {} : { explorerUrl: input.explorerUrl }),
    ...(input.enabled === undefined ? {} : { enabled: input.enabled }),
  };
  if (Object.keys(data).length === 0 && urls === null) return getNetwork(ctx, { id });
  await ctx.db.$transaction(async (tx) => {
    await holdNetwork(tx, id);
    const before = await tx.network.findUniqueOrThrow({ where: { id }, include: NETWORK_FOR_AUDIT });
    if (before.chainId !== BigInt(chainId)) await requireNoAlerts(tx, before);
    // Endpoints that somebody else added meanwhile are not in the list that this one was given.
    if (urls !== null) await saveEndpoints(ctx, tx, { networkId: id, urls: urlsOf(urls), keepIds: urls.keepIds });
    // Also when only the endpoints change: by its time the worker sees that something did.
    const after = await tx.network.update({
      where: { id },
      data: { ...data, updatedAt: new Date() },
      include: NETWORK_FOR_AUDIT,
    });
    await recordAudit(tx, {
      actor,
      action: "network.updated",
      resourceType: "network",
      resourceId: id,
      metadata: { before: networkAuditFacts(before), after: networkAuditFacts(after) },
    });
  });
  ctx.relay.publish("configuration.changed", { what: "networks" });
  return getNetwork(ctx, { id });
}

const urlsOf = ({ added }: UrlChanges) => added.map(({ url }) => url);

/** A new chain id has to be that of the endpoints which stay, too. One whose URL can't be opened any more tells nothing. */
function movedEndpoints(
  ctx: Pick<Context, "secrets" | "log">,
  known: Known,
  { chainId, urls }: { chainId: number; urls: UrlChanges | null },
): { pointer: string; url: string }[] {
  if (known.chainId === BigInt(chainId)) return [];
  const stay = known.endpoints.filter(({ id, enabled }) => enabled && (urls === null || urls.keepIds.includes(id)));
  return stay.flatMap(({ id, urlEncrypted }) => {
    try {
      return [{ pointer: "/chainId", url: ctx.secrets.decrypt(urlEncrypted, endpointUrlAad(id)) }];
    } catch (error) {
      ctx.log.warn({ err: error, endpointId: id }, "an endpoint's URL can't be decrypted, so it was not asked");
      return [];
    }
  });
}

/** Correcting a mistyped chain id is fine; moving recorded alerts to another chain would make them lies. */
async function requireNoAlerts(tx: DbTransaction, { id, name, chainId }: Known): Promise<void> {
  if ((await tx.alert.findFirst({ where: { networkId: id }, select: { id: true } })) === null) return;
  const detail = `can't change: ${name} has alerts of chain ${chainId}; make another network for another chain`;
  throw new AppError("conflict", `The chain id ${detail}.`, {
    slug: "chain_id_changed",
    errors: [{ pointer: "/chainId", detail, code: "chain_id_changed" }],
  });
}
