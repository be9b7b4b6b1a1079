import { z } from "zod";

import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { AlertFacts } from "./alert-facts";

const FirstSeen = z.array(z.object({ endpointId: z.string(), atMs: z.number() }));

/**
 * The rest of an alert.
 *
 * @throws AppError `not_found`.
 */
export async function getAlertFacts(ctx: Pick<Context, "db">, { id }: { id: string }): Promise<AlertFacts> {
  const row = await ctx.db.alert.findUnique({
    where: { id },
    select: {
      nonce: true,
      input: true,
      firstSeen: true,
      watchlistId: true,
      acknowledgedNote: true,
      rule: { select: { name: true, runbookUrl: true, deletedAt: true } },
    },
  });
  if (!row) throw new AppError("not_found", "There is no alert with this id.");
  const seen = FirstSeen.safeParse(row.firstSeen);
  const sightings = seen.success ? seen.data.toSorted((one, other) => one.atMs - other.atMs) : [];
  const [endpoints, entry] = await Promise.all([
    ctx.db.endpoint.findMany({
      where: { id: { in: sightings.map((sighting) => sighting.endpointId) } },
      select: { id: true, host: true },
    }),
    row.watchlistId === null
      ? null
      : ctx.db.watchlistEntry.findUnique({ where: { id: row.watchlistId }, select: { name: true } }),
  ]);
  const hostOf = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint.host]));
  return {
    nonce: row.nonce.toString(),
    input: row.input,
    firstSeen: sightings.map(({ endpointId, atMs }) => ({
      host: hostOf.get(endpointId) ?? null,
      at: new Date(atMs).toISOString(),
    })),
    rule: { name: row.rule.name, runbookUrl: row.rule.runbookUrl, isDeleted: row.rule.deletedAt !== null },
    contractName: entry?.name ?? null,
    acknowledgedNote: row.acknowledgedNote,
  };
}
