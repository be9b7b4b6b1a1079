import type pg from "pg";

import type { Context } from "~/platform/context.server";
import type { ChainPlace } from "./chain-checker.server";
import type { Checkpoint } from "./checkpoint";
import { createCheckpointSigner } from "./checkpoint-signer.server";
import { emitCheckpoint } from "./emit-checkpoint.server";
import { holdAudit } from "./hold-audit.server";
import { findRetention, readHead } from "./read-chain-facts.server";
import { recordAudit } from "./record-audit.server";
import { signCheckpoint } from "./sign-checkpoint.server";
import { verifyAudit } from "./verify-audit.server";

const DAY_MS = 86_400_000;
/** Entries a transaction: others write meanwhile. */
const BATCH = 5_000;

/**
 * Removes what is older than `AUDIT_RETENTION_DAYS`, if that is set: the oldest entries, up to the first that is to stay.
 * A signed retention checkpoint takes the place of their newest one, so that the chain can be verified from there on;
 * that they were removed is itself an entry (`audit.pruned`). A log that does not verify is left alone: nothing is
 * removed that somebody may have to look at.
 *
 * The right to delete is had for no longer than that takes. A database role that may not take it (it isn't the owner of
 * the table) is told in the log what to do.
 *
 * @returns how many entries are gone.
 */
export async function pruneAudit(ctx: Context): Promise<number> {
  const days = ctx.env.AUDIT_RETENTION_DAYS;
  if (days === undefined) return 0;
  // Whole days (UTC), so that it happens once a day and not all the time.
  const before = new Date((Math.floor(Date.now() / DAY_MS) - days) * DAY_MS);
  const [newest, begun] = [await findNewestToGo(ctx.sql, before), await findBegun(ctx)];
  if (newest === null && begun === null) return 0;
  const right = await findRight(ctx.sql);
  if (right === "none") {
    ctx.log.warn(
      "AUDIT_RETENTION_DAYS is set, but this database role may not delete from audit_logs: let a Sentinel run as the owner of the table once in a while, or grant DELETE",
    );
    return 0;
  }
  if (newest !== null) {
    if (!(await verifyAudit(ctx)).ok) {
      ctx.log.error("the audit log does not verify: nothing is removed from it");
      return 0;
    }
    const checkpoint = await mark(ctx, newest, before);
    if (checkpoint === null) return 0;
    await emitCheckpoint(ctx, checkpoint);
  }
  return remove(ctx.sql, newest?.seq ?? begun?.seq ?? 0, right === "owner");
}

/**
 * The last of the oldest entries before the first that is young enough. Not simply the newest old one: a clock that was
 * wrong once would take everything before its entry away.
 */
async function findNewestToGo(sql: pg.Pool, before: Date): Promise<ChainPlace | null> {
  const { rows } = await sql.query<{ seq: string; hash: string }>(
    `SELECT seq::text, hash FROM audit_logs
     WHERE hash IS NOT NULL AND seq < coalesce((SELECT min(seq) FROM audit_logs WHERE created_at >= $1),
                                               (SELECT max(seq) + 1 FROM audit_logs))
     ORDER BY audit_logs.seq DESC LIMIT 1`,
    [before],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const place = { seq: Number(row.seq), hash: row.hash };
  // What is left over of a removal that was interrupted is signed already.
  const { rows: signed } = await sql.query(
    "SELECT FROM audit_checkpoints WHERE kind = 'retention' AND seq >= $1 LIMIT 1",
    [place.seq],
  );
  return signed.length > 0 ? null : place;
}

/** Where a removal that was interrupted had to go to; null when nothing is left over. */
async function findBegun(ctx: Context): Promise<ChainPlace | null> {
  const head = await readHead(ctx.sql);
  const last = head && (await findRetention(ctx.sql, createCheckpointSigner(ctx.secrets), head.genesis));
  if (last === null) return null;
  const { rows } = await ctx.sql.query("SELECT FROM audit_logs WHERE seq <= $1 LIMIT 1", [last.seq]);
  return rows.length > 0 ? last : null;
}

async function findRight(sql: pg.Pool): Promise<"owner" | "granted" | "none"> {
  const { rows } = await sql.query<{ owner: boolean; granted: boolean }>(
    `SELECT pg_has_role(relowner, 'USAGE') AS owner, has_table_privilege(oid, 'DELETE') AS granted
     FROM pg_class WHERE oid = 'audit_logs'::regclass`,
  );
  const [right] = rows;
  if (right?.granted === true) return "granted";
  return right?.owner === true ? "owner" : "none";
}

/** Says, signed and in the log, what will be removed; null when another worker is at it. */
async function mark(ctx: Context, newest: ChainPlace, before: Date): Promise<Checkpoint | null> {
  return ctx.db.$transaction(async (tx) => {
    const head = await tx.auditHead.findUniqueOrThrow({ where: { id: 1 } });
    if (!(await holdAudit(tx))) return null;
    const known = await tx.auditCheckpoint.count({ where: { kind: "retention", seq: { gte: newest.seq } } });
    if (known > 0) return null;
    await recordAudit(tx, {
      actor: { userId: null },
      action: "audit.pruned",
      resourceType: "audit_log",
      metadata: { upTo: newest.seq, hash: newest.hash, olderThan: before.toISOString() },
    });
    return signCheckpoint(ctx, tx, { kind: "retention", ...newest, genesis: head.genesis });
  });
}

async function remove(sql: pg.Pool, upTo: number, isOwner: boolean): Promise<number> {
  const client = await sql.connect();
  let removed = 0;
  try {
    for (let count = BATCH; count === BATCH; removed += count) {
      await client.query("BEGIN");
      // Two at once would trip over each other's grants.
      await client.query("SELECT pg_advisory_xact_lock(hashtext('audit.prune'))");
      if (isOwner) await client.query("GRANT DELETE ON audit_logs TO CURRENT_USER");
      const done = await client.query(
        "DELETE FROM audit_logs WHERE seq IN (SELECT seq FROM audit_logs WHERE seq <= $1 ORDER BY seq LIMIT $2)",
        [upTo, BATCH],
      );
      if (isOwner) await client.query("REVOKE DELETE ON audit_logs FROM CURRENT_USER");
      await client.query("COMMIT");
      count = done.rowCount ?? 0;
    }
    client.release();
  } catch (error) {
    // The transaction ends with its connection, and the right with it.
    client.release(true);
    throw error;
  }
  return removed;
}
