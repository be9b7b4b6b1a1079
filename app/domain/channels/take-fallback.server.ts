import type { DbTransaction } from "~/platform/db.server";

/**
 * Takes the mark of the fallback channel from whichever channel has it: there is one. In the transaction that gives it
 * to another.
 *
 * @returns the channel that had it; null when none did.
 */
export async function takeFallback(tx: DbTransaction, { to }: { to: string }): Promise<{ name: string } | null> {
  // Two people who choose one at the same time must see each other's.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('channels.is_fallback'))`;
  const before = await tx.channel.findFirst({ where: { isFallback: true, id: { not: to } }, select: { name: true } });
  if (before === null) return null;
  await tx.channel.updateMany({ where: { isFallback: true, id: { not: to } }, data: { isFallback: false } });
  return before;
}
