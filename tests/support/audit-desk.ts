import pg from "pg";

import { makeCheckpoint } from "~/domain/audit/make-checkpoint.server";
import { recordAudit } from "~/domain/audit/record-audit.server";
import type { Context } from "~/platform/context.server";
import { createTestDatabase } from "./postgres";
import { createTestContext } from "./test-context";

/** An audit log of one's own, and the means of whoever owns its table. */
export interface AuditDesk {
  ctx: Context;
  url: string;
  /** Writes `count` entries, each in a transaction of its own, `entry.made` with `{n}`. */
  write(count: number): Promise<void>;
  /** Runs statements as the owner of the table, with every trigger off. */
  tamper(...statements: string[]): Promise<void>;
  /** Signs what is there now, though it isn't time yet. */
  sign(): Promise<void>;
  close(): Promise<void>;
}

/** Recomputes all hashes from an entry on, and the head: what somebody does who writes history anew. */
export const REWRITE_FROM = (seq: number) => `
  DO $$ DECLARE entry audit_logs; previous text; BEGIN
    SELECT prev_hash INTO previous FROM audit_logs WHERE seq = ${seq};
    FOR entry IN SELECT * FROM audit_logs WHERE seq >= ${seq} ORDER BY seq LOOP
      entry.prev_hash := previous;
      previous := audit_entry_hash(previous, entry);
      UPDATE audit_logs SET prev_hash = entry.prev_hash, hash = previous WHERE id = entry.id;
    END LOOP;
    UPDATE audit_head SET hash = previous;
  END $$`;

export async function openAuditDesk(values: Record<string, string> = {}): Promise<AuditDesk> {
  const database = await createTestDatabase();
  const ctx = createTestContext(database.url, values);
  const owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  let written = 0;
  const tamper = async (...statements: string[]) => {
    for (const table of ["audit_logs", "audit_checkpoints"])
      await owner.query(`ALTER TABLE ${table} DISABLE TRIGGER ALL`);
    for (const statement of statements) await owner.query(statement);
    for (const table of ["audit_logs", "audit_checkpoints"])
      await owner.query(`ALTER TABLE ${table} ENABLE TRIGGER ALL`);
  };
  return {
    ctx,
    url: database.url,
    tamper,
    async write(count) {
      for (let n = 0; n < count; n += 1) {
        written += 1;
        const actor = { userId: null, ip: "203.0.113.7" };
        await recordAudit(ctx.db, { actor, action: "entry.made", metadata: { n: written } });
      }
    },
    async sign() {
      if ((await makeCheckpoint(ctx, { nowMs: Date.now() + 61_000 })) === null) throw new Error("nothing was signed");
    },
    async close() {
      await owner.end();
      await ctx.close();
      await database.drop();
    },
  };
}
