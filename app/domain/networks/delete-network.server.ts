import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { DbTransaction } from "~/platform/db.server";
import { holdNetwork } from "./hold-network.server";
import { networkAuditFacts } from "./network-audit-facts";
import { NETWORK_FOR_AUDIT } from "./network-for-audit";

/**
 * Deletes a network that nothing refers to; workers stop listening to it within 2 s. One that `SENTINEL_NETWORKS` names
 * is there again after the next start.
 *
 * @throws AppError `not_found`, or `conflict` `network_in_use` naming what needs it: disabling it is the way then.
 */
export async function deleteNetwork(ctx: Context, { actor, id }: { actor: Actor; id: string }): Promise<void> {
  await ctx.db.$transaction(async (tx) => {
    await holdNetwork(tx, id);
    const network = await tx.network.findUniqueOrThrow({ where: { id }, include: NETWORK_FOR_AUDIT });
    await requireUnused(tx, network);
    await tx.coverageDay.deleteMany({ where: { networkId: id } });
    // Endpoints, gaps, back-fills, checkpoint and lease go with it; without its lease no worker writes for it any more.
    await tx.network.delete({ where: { id } });
    await recordAudit(tx, {
      actor,
      action: "network.deleted",
      resourceType: "network",
      resourceId: id,
      metadata: { before: networkAuditFacts(network) },
    });
  });
  ctx.relay.publish("configuration.changed", { what: "networks" });
}

async function requireUnused(tx: DbTransaction, { id: networkId, name }: { id: string; name: string }): Promise<void> {
  const entries = await tx.watchlistEntry.count({ where: { networkId } });
  const rules = await tx.rule.count({ where: { networkId, deletedAt: null } });
  const silences = await tx.silence.count({ where: { networkId, endsAt: { gt: new Date() } } });
  // There may be millions: whether there are any is enough.
  const alert = await tx.alert.findFirst({ where: { networkId }, select: { id: true } });
  const needs = [
    counted(entries, "watched contract", "watched contracts"),
    counted(rules, "rule", "rules"),
    counted(silences, "silence", "silences"),
    alert === null ? null : "alerts",
  ].filter((need) => need !== null);
  if (needs.length === 0) return;
  throw new AppError("conflict", `${name} still has ${new Intl.ListFormat("en").format(needs)}: disable it instead.`, {
    slug: "network_in_use",
  });
}

function counted(count: number, one: string, many: string): string | null {
  return count === 0 ? null : `${count} ${count === 1 ? one : many}`;
}
