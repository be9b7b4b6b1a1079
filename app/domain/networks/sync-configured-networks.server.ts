import { changes } from "~/domain/audit/changes.server";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { DbTransaction } from "~/platform/db.server";
import { networkAuditFacts } from "./network-audit-facts";
import { NETWORK_FOR_AUDIT } from "./network-for-audit";
import { saveEndpoints } from "./save-endpoints.server";

type ConfiguredNetwork = NonNullable<Context["env"]["SENTINEL_NETWORKS"]>[number];

/** Two processes that start at once must not both insert: `sentinel` in hexadecimal, cut to what a lock's key holds. */
const LOCK_KEY = 0x73_65_6e_74;

/**
 * Merges `SENTINEL_NETWORKS` into the networks, at start. For a network that it names, its list of endpoints is the
 * whole list: a URL that is no longer in it is disabled (kept, so that it can come back with its history), otherwise a
 * rotated API key would leave a dead endpoint for ever. Confirmations and explorer change only when given, and
 * networks that it does not name stay as they are.
 *
 * @returns how many networks it names.
 * @throws AppError `conflict` when a network's chain id differs from the one its alerts were recorded on.
 */
export async function syncConfiguredNetworks(ctx: Context): Promise<number> {
  const configured = ctx.env.SENTINEL_NETWORKS ?? [];
  if (configured.length === 0) return 0;
  await ctx.db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK_KEY}::bigint)`;
    for (const network of configured) await syncNetwork(ctx, tx, network);
  });
  ctx.relay.publish("configuration.changed", { what: "networks" });
  return configured.length;
}

async function syncNetwork(ctx: Context, tx: DbTransaction, configured: ConfiguredNetwork): Promise<void> {
  const { name, chainId, confirmations, explorerUrl } = configured;
  const known = await tx.network.findUnique({ where: { name }, include: NETWORK_FOR_AUDIT });
  if (known && known.chainId !== BigInt(chainId)) await requireNoAlerts(tx, known.id, name, known.chainId);
  const given = {
    chainId: BigInt(chainId),
    ...(confirmations === undefined ? {} : { confirmations }),
    ...(explorerUrl === undefined ? {} : { explorerUrl: explorerUrl.replace(/\/+$/, "") }),
  };
  const { id: networkId } = known
    ? await tx.network.update({ where: { id: known.id }, data: given, select: { id: true } })
    : await tx.network.create({ data: { id: ctx.newId(), name, ...given }, select: { id: true } });
  await saveEndpoints(ctx, tx, { networkId, urls: configured.rpcUrls });
  const after = await tx.network.findUniqueOrThrow({ where: { id: networkId }, include: NETWORK_FOR_AUDIT });
  const changed = changes(known && networkAuditFacts(known), networkAuditFacts(after));
  if (Object.keys(changed.after ?? {}).length === 0) return;
  await recordAudit(tx, {
    actor: { userId: null },
    action: known ? "network.updated" : "network.created",
    resourceType: "network",
    resourceId: networkId,
    metadata: { name, source: "environment", ...changed },
  });
}

/** Correcting a mistyped chain id is fine; moving recorded alerts to another chain would make them lies. */
async function requireNoAlerts(tx: DbTransaction, networkId: string, name: string, chainId: bigint): Promise<void> {
  const alert = await tx.alert.findFirst({ where: { networkId }, select: { id: true } });
  if (!alert) return;
  throw new AppError(
    "conflict",
    `SENTINEL_NETWORKS: ${name} already has alerts of chain ${chainId}; give another chain another name.`,
    { slug: "chain_id_changed" },
  );
}
