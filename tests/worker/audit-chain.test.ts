import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

import { auditEntryHash } from "~/domain/audit/audit-entry-hash.server";
import { readChainedRows } from "~/domain/audit/read-chained-rows.server";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { scanAudit } from "~/domain/audit/scan-audit.server";
import { type AuditDesk, openAuditDesk } from "../support/audit-desk";

let desk: AuditDesk;
let owner: pg.Client;
beforeAll(async () => {
  desk = await openAuditDesk();
  owner = new pg.Client({ connectionString: desk.url });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await desk.close();
});

const actor = { userId: null };
const headOf = async () => Number((await desk.ctx.db.auditHead.findUniqueOrThrow({ where: { id: 1 } })).seq);

test("200 transactions at once, a third of them rolled back: no fork, no gap, nothing of what was rolled back", async () => {
  const before = await headOf();
  const outcomes = await Promise.allSettled(
    Array.from({ length: 200 }, (_, n) =>
      desk.ctx.db.$transaction(
        async (tx) => {
          await recordAudit(tx, { actor, action: "first.made", metadata: { n } });
          if (n % 2 === 0) await recordAudit(tx, { actor, action: "second.made", metadata: { n } });
          if (n % 3 === 0) throw new Error("rolled back");
        },
        { maxWait: 60_000, timeout: 60_000 },
      ),
    ),
  );
  const kept = outcomes.flatMap(({ status }, n) => (status === "fulfilled" ? [n] : []));
  expect(kept).toEqual(Array.from({ length: 200 }, (_, n) => n).filter((n) => n % 3 !== 0));
  const rows = await desk.ctx.db.auditLog.findMany({ where: { seq: { gt: before } }, orderBy: { seq: "asc" } });
  expect(rows.map(({ seq }) => Number(seq))).toEqual(rows.map((_, n) => before + 1 + n));
  expect(rows).toHaveLength(kept.length + kept.filter((n) => n % 2 === 0).length);
  expect(await scanAudit(desk.ctx)).toMatchObject({ ok: true, checked: before + rows.length });
});

test("two entries of one transaction follow each other, in the order in which they were written", async () => {
  await desk.ctx.db.$transaction(async (tx) => {
    await recordAudit(tx, { actor, action: "one.made" });
    await recordAudit(tx, { actor, action: "two.made" });
  });
  const rows = await desk.ctx.db.auditLog.findMany({ orderBy: { seq: "desc" }, take: 2 });
  expect(rows.map(({ action }) => action)).toEqual(["two.made", "one.made"]);
  expect(rows[0]?.prevHash).toBe(rows[1]?.hash);
});

test("an entry brings no number or hash of its own, and gets none but its own", async () => {
  const { rows } = await owner.query(
    `INSERT INTO audit_logs (id, action, seq, prev_hash, hash) VALUES (gen_random_uuid(), 'entry.made', 1, 'x', 'y')
     RETURNING id, seq, hash`,
  );
  expect(rows[0]).toMatchObject({ seq: null, hash: null });
  const entry = await desk.ctx.db.auditLog.findUniqueOrThrow({ where: { id: rows[0].id } });
  expect(Number(entry.seq)).toBe(await headOf());
});

test("whoever may only insert and read can do no more, not even with a head of their own making", async () => {
  await owner.query("DROP ROLE IF EXISTS sentinel_app_test");
  await owner.query("CREATE ROLE sentinel_app_test");
  await owner.query("GRANT INSERT, SELECT ON audit_logs, audit_checkpoints TO sentinel_app_test");
  await owner.query("GRANT SELECT ON audit_head TO sentinel_app_test");
  await owner.query("SET ROLE sentinel_app_test");
  try {
    await owner.query("CREATE TEMP TABLE audit_head (id int, seq bigint, hash text, genesis text)");
    await owner.query("INSERT INTO pg_temp.audit_head VALUES (1, 999, 'mine', 'mine')");
    await owner.query("GRANT ALL ON pg_temp.audit_head TO PUBLIC");
    await owner.query("INSERT INTO audit_logs (id, action) VALUES (gen_random_uuid(), 'entry.made')");
    const [own] = (await owner.query("SELECT seq FROM pg_temp.audit_head")).rows;
    expect(own).toEqual({ seq: "999" });
    for (const statement of [
      "UPDATE audit_logs SET action = 'x'",
      "UPDATE audit_logs SET hash = 'x'",
      "DELETE FROM audit_logs",
      "TRUNCATE audit_logs",
      "UPDATE public.audit_head SET seq = 0",
      "DELETE FROM audit_checkpoints",
      "ALTER TABLE audit_logs DISABLE TRIGGER ALL",
    ]) {
      await expect(owner.query(statement), statement).rejects.toThrow(/permission denied|must be owner/);
    }
  } finally {
    await owner.query("RESET ROLE");
    await owner.query("DROP TABLE IF EXISTS pg_temp.audit_head");
    await owner.query("DROP OWNED BY sentinel_app_test");
    await owner.query("DROP ROLE sentinel_app_test");
  }
  expect(await scanAudit(desk.ctx)).toMatchObject({ ok: true });
});

test("the hash that Node computes is the database's, whatever the texts", async () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }).map((value) => value.replaceAll("\0", "")),
    fc.constantFrom("", "-", "3:abc", "ä\u0301\n\r\u2028", "\u{1F600}".repeat(3), "\u202Eevil", "1:a\n-\n2:bb"),
  );
  const nullable = fc.option(text);
  const json = fc
    .dictionary(text, fc.oneof(fc.jsonValue(), fc.constantFrom(1e21, 2 ** 53, -0, 1e-7, 0.1, Number.MAX_VALUE)))
    .map((value) => JSON.stringify(value).replaceAll("\\u0000", ""));
  const entry = fc.tuple(
    text,
    nullable,
    nullable,
    json,
    nullable,
    nullable,
    fc.date({ noInvalidDate: true, min: new Date(0), max: new Date("2100-01-01") }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 20 }), async (entries) => {
      const before = await headOf();
      for (const [action, type, id, metadata, ip, requestId, at] of entries) {
        await owner.query(
          `INSERT INTO audit_logs (id, action, resource_type, resource_id, metadata, ip, request_id, created_at)
           VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7)`,
          [action, type, id, metadata, ip, requestId, at],
        );
      }
      for await (const rows of readChainedRows(desk.ctx.sql, { afterSeq: before })) {
        expect(rows).toHaveLength(entries.length);
        for (const row of rows) expect(auditEntryHash(row.prevHash ?? "", row)).toBe(row.hash);
      }
    }),
    { numRuns: 60 },
  );
}, 120_000);

test("what people type and jsonb can't hold is written down all the same", async () => {
  await recordAudit(desk.ctx.db, {
    actor,
    action: "odd.made",
    metadata: { text: "a\0b\uD83D", "k\0": [1n.toString()] },
  });
  const row = await desk.ctx.db.auditLog.findFirstOrThrow({ where: { action: "odd.made" } });
  expect(row.metadata).toEqual({ text: "a\uFFFDb\uFFFD", "k\uFFFD": ["1"] });
});

test("an entry says by which credential it was done", async () => {
  await recordAudit(desk.ctx.db, { actor: { userId: null, apiKeyId: "k", sessionId: "s" }, action: "via.key" });
  await recordAudit(desk.ctx.db, { actor: { userId: null, sessionId: "s" }, action: "via.session" });
  const rows = await desk.ctx.db.auditLog.findMany({
    where: { action: { startsWith: "via." } },
    orderBy: { seq: "asc" },
  });
  expect(rows.map(({ metadata }) => metadata)).toEqual([{ via: { apiKeyId: "k" } }, { via: { sessionId: "s" } }]);
});
