import { createPublicKey, verify } from "node:crypto";
import { readFile } from "node:fs/promises";
import pg from "pg";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";

import { anchorFileOf } from "~/domain/audit/anchor-file.server";
import { checkpointText } from "~/domain/audit/checkpoint";
import { findWebhookState } from "~/domain/audit/find-webhook-state.server";
import { makeCheckpoint } from "~/domain/audit/make-checkpoint.server";
import { postCheckpoint } from "~/domain/audit/post-checkpoint.server";
import { pruneAudit } from "~/domain/audit/prune-audit.server";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { scanAudit } from "~/domain/audit/scan-audit.server";
import { verifyAudit } from "~/domain/audit/verify-audit.server";
import { createSecrets } from "~/platform/secrets.server";
import { type AuditDesk, openAuditDesk } from "../support/audit-desk";
import { createTestContext, TEST_SECRET } from "../support/test-context";
import { startWebhookReceiver } from "../support/webhook-receiver";

let desk: AuditDesk;
let told: Record<string, unknown>[];
beforeEach(async () => {
  desk = await openAuditDesk({ AUDIT_RETENTION_DAYS: "30" });
  told = [];
  const log = pino({ level: "info" }, { write: (line: string) => told.push(JSON.parse(line)) });
  desk.ctx.log = log;
});
afterEach(() => desk.close());

/** Writes entries that are days old, as the owner of the table would have to. */
async function age(days: number, upTo: number): Promise<void> {
  await desk.tamper(
    `UPDATE audit_logs SET created_at = date_trunc('milliseconds', created_at - interval '${days} days') WHERE seq <= ${upTo}`,
    `DO $$ DECLARE entry audit_logs; previous text; BEGIN
      SELECT prev_hash INTO previous FROM audit_logs WHERE seq = 1;
      FOR entry IN SELECT * FROM audit_logs ORDER BY seq LOOP
        entry.prev_hash := previous;
        previous := audit_entry_hash(previous, entry);
        UPDATE audit_logs SET prev_hash = entry.prev_hash, hash = previous WHERE id = entry.id;
      END LOOP;
      UPDATE audit_head SET hash = previous;
    END $$`,
  );
}

const minute = (nth: number) => ({ nowMs: Date.now() + nth * 61_000 });

test("the beginning is signed at once, then once a minute while the log grows, and after a thousand entries", async () => {
  expect(await makeCheckpoint(desk.ctx)).toMatchObject({ kind: "checkpoint", seq: 0 });
  expect(await makeCheckpoint(desk.ctx, minute(1))).toBeNull();
  await desk.write(2);
  expect(await makeCheckpoint(desk.ctx)).toBeNull();
  expect(await makeCheckpoint(desk.ctx, minute(1))).toMatchObject({ seq: 2 });
  await desk.ctx.sql.query(
    "INSERT INTO audit_logs (id, action) SELECT gen_random_uuid(), 'many.made' FROM generate_series(1, 1000)",
  );
  expect(await makeCheckpoint(desk.ctx)).toMatchObject({ seq: 1002 });
});

test("workers that are at it at the same moment sign once", async () => {
  const other = createTestContext(desk.url);
  const made = await Promise.all([1, 2, 3, 4].flatMap(() => [makeCheckpoint(desk.ctx), makeCheckpoint(other)]));
  expect(made.filter((one) => one !== null)).toHaveLength(1);
  expect(await desk.ctx.db.auditCheckpoint.count()).toBe(1);
  await other.close();
});

test("a checkpoint leaves the database: whole in the log stream and in the file, for anybody to check", async () => {
  await desk.write(1);
  const made = await makeCheckpoint(desk.ctx);
  const [line] = told.filter(({ msg }) => msg === "audit checkpoint");
  expect(line?.checkpoint).toEqual(made);
  expect(JSON.parse(await readFile(anchorFileOf(desk.ctx.env), "utf8"))).toEqual(made);
  if (made === null) throw new Error("nothing was signed");
  // As a stranger does it who has only the line.
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: made.publicKey }, format: "jwk" });
  const signature = Buffer.from(made.signature, "base64url");
  expect(verify(null, Buffer.from(checkpointText(made)), key, signature)).toBe(true);
  expect(verify(null, Buffer.from(checkpointText({ ...made, seq: 2 })), key, signature)).toBe(false);
});

test("the webhook is sent the newest checkpoint, signed; a failure is told and tried again later, the next success ends it", async () => {
  const receiver = await startWebhookReceiver({ script: [{ status: 503 }] });
  const ctx = { ...desk.ctx, env: { ...desk.ctx.env, AUDIT_WEBHOOK_URL: `${receiver.url}?t0ken` } };
  try {
    await desk.sign();
    await postCheckpoint(ctx);
    expect(await findWebhookState(ctx)).toMatchObject({
      ...{ sent: null, failures: 1, lastError: "The receiver answered 503." },
      nextAttemptAt: expect.any(String),
    });
    expect(JSON.stringify(told)).not.toContain("t0ken");
    expect(told.at(-1)).toMatchObject({ level: 40, failures: 1 });
    await postCheckpoint(ctx);
    expect(receiver.requests).toHaveLength(1);

    // Half a minute later.
    const due = { key: "audit_webhook" };
    const state = await findWebhookState(ctx);
    await ctx.db.setting.update({
      where: due,
      data: { value: { ...state, nextAttemptAt: new Date(0).toISOString() } },
    });
    await desk.write(3);
    await desk.sign();
    await postCheckpoint(ctx);
    expect(await findWebhookState(ctx)).toMatchObject({ sent: { seq: 3 }, failures: 0, lastError: null });
    await postCheckpoint(ctx);
    expect(receiver.requests).toHaveLength(2);
    const [, taken] = receiver.requests;
    expect(taken?.json).toMatchObject({ type: "audit.checkpoint", data: { kind: "checkpoint", seq: 3 } });
    const { publicKey } = taken?.json.data ?? {};
    const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: publicKey }, format: "jwk" });
    const { "webhook-id": id, "webhook-timestamp": at, "webhook-signature": signature } = taken?.headers ?? {};
    const [version, given] = String(signature).split(",");
    expect(version).toBe("v1a");
    expect(verify(null, Buffer.from(`${id}.${at}.${taken?.body}`), key, Buffer.from(given ?? "", "base64"))).toBe(true);
  } finally {
    await receiver.close();
  }
});

test("what is older than the retention goes, signed and told, and the rest is verified from there on", async () => {
  await desk.write(6);
  await age(31, 4);
  await desk.sign();
  expect(await pruneAudit(desk.ctx)).toBe(4);
  const rows = await desk.ctx.db.auditLog.findMany({ orderBy: { seq: "asc" } });
  expect(rows.map(({ action, seq }) => [Number(seq), action])).toEqual([
    [5, "entry.made"],
    [6, "entry.made"],
    [7, "audit.pruned"],
  ]);
  expect(rows[2]?.metadata).toMatchObject({ upTo: 4, hash: rows[0]?.prevHash });
  expect(await scanAudit(desk.ctx)).toMatchObject({ ok: true, checked: 3 });
  expect(told.map(({ checkpoint }) => (checkpoint as { kind?: string } | undefined)?.kind)).toContain("retention");
  expect(await pruneAudit(desk.ctx)).toBe(0);
  await desk.sign();

  // What follows the removal is still watched, and so is the removal.
  await desk.tamper("DELETE FROM audit_logs WHERE seq = 5");
  expect((await scanAudit(desk.ctx)).broken).toMatchObject({ kind: "missing", seq: 5 });
});

test("the right to delete is had no longer than it takes, and a removal that was interrupted is ended", async () => {
  const owner = `audit_owner_${process.pid}`;
  const client = new pg.Client({ connectionString: desk.url });
  await client.connect();
  await client.query(`CREATE ROLE ${owner} LOGIN PASSWORD 'x'`);
  for (const table of ["audit_logs", "audit_head", "audit_checkpoints", "settings"]) {
    await client.query(`ALTER TABLE ${table} OWNER TO ${owner}`);
  }
  await client.query(`GRANT SELECT ON users TO ${owner}`);
  await client.query(`ALTER FUNCTION audit_logs_chain() OWNER TO ${owner}`);
  const url = new URL(desk.url);
  [url.username, url.password] = [owner, "x"];
  const ctx = createTestContext(url.href, { AUDIT_RETENTION_DAYS: "30" });
  try {
    await desk.write(6);
    await age(31, 4);
    await expect(ctx.sql.query("DELETE FROM audit_logs")).rejects.toThrow(/permission denied/);
    expect(await pruneAudit(ctx)).toBe(4);
    await expect(ctx.sql.query("DELETE FROM audit_logs")).rejects.toThrow(/permission denied/);
    // As if it had ended in the middle.
    await desk.tamper(
      "INSERT INTO audit_logs (id, action, seq, hash) VALUES (gen_random_uuid(), 'entry.made', 4, 'x')",
    );
    expect(await pruneAudit(ctx)).toBe(1);
    expect(await scanAudit(ctx)).toMatchObject({ ok: true, checked: 3 });
  } finally {
    await ctx.close();
    await client.query(`REASSIGN OWNED BY ${owner} TO CURRENT_USER`);
    await client.query(`DROP OWNED BY ${owner}`);
    await client.query(`DROP ROLE ${owner}`);
    await client.end();
  }
});

test("a clock that was wrong once takes nothing away, and from a broken log nothing is taken at all", async () => {
  await desk.write(6);
  await age(31, 2);
  await desk.tamper("UPDATE audit_logs SET created_at = '1970-01-02' WHERE seq = 5");
  expect(await pruneAudit(desk.ctx)).toBe(0);
  expect(told.map(({ msg }) => msg)).toContain("the audit log does not verify: nothing is removed from it");
  expect(await desk.ctx.db.auditLog.count()).toBe(6);
  await age(0, 0);
  expect(await pruneAudit(desk.ctx)).toBe(2);
});

test("a role that may not delete says what to do, and signs nothing", async () => {
  const name = `audit_app_${process.pid}`;
  const client = new pg.Client({ connectionString: desk.url });
  await client.connect();
  await client.query(`CREATE ROLE ${name} LOGIN PASSWORD 'x'`);
  await client.query(`GRANT INSERT, SELECT ON audit_logs, audit_checkpoints TO ${name}`);
  await client.query(`GRANT SELECT ON audit_head, users TO ${name}`);
  await client.query(`GRANT ALL ON settings TO ${name}`);
  const url = new URL(desk.url);
  [url.username, url.password] = [name, "x"];
  const ctx = createTestContext(url.href, { AUDIT_RETENTION_DAYS: "30" });
  ctx.log = desk.ctx.log;
  try {
    await desk.write(4);
    await age(31, 2);
    expect(await pruneAudit(ctx)).toBe(0);
    expect(String(told.at(-1)?.msg)).toMatch(/may not delete from audit_logs/);
    // All else it can do: write, sign, verify.
    expect(await makeCheckpoint(ctx)).toMatchObject({ seq: 4 });
    expect(await verifyAudit(ctx)).toMatchObject({ ok: true, lastCheckpoint: { seq: 4 } });
  } finally {
    await ctx.close();
    await client.query(`DROP OWNED BY ${name}`);
    await client.query(`DROP ROLE ${name}`);
    await client.end();
  }
});

test("a removal is signed anew with a new secret, so that the earlier one may be forgotten", async () => {
  await desk.write(6);
  await age(31, 4);
  await pruneAudit(desk.ctx);
  const next = "another secret for tests only, forty chars";
  await makeCheckpoint({ ...desk.ctx, secrets: createSecrets(next, [TEST_SECRET]) });
  expect(await scanAudit({ ...desk.ctx, secrets: createSecrets(next) })).toMatchObject({ ok: true, checked: 3 });
});

test("the roles that the documentation recommends can do their work, and nothing to the log", async () => {
  const [, recipe = ""] = /```sql\n([\s\S]*?)```/.exec(await readFile("docs/audit.md", "utf8")) ?? [];
  const name = `audit_docs_${process.pid}`;
  const client = new pg.Client({ connectionString: desk.url });
  await client.connect();
  await client.query(recipe.replaceAll("sentinel_app", name).replace("…", "x"));
  const url = new URL(desk.url);
  [url.username, url.password] = [name, "x"];
  const ctx = createTestContext(url.href);
  try {
    await ctx.db.$transaction(async (tx) => {
      await tx.setting.create({ data: { key: "k", value: 1 } });
      await tx.setting.update({ where: { key: "k" }, data: { value: 2 } });
      await recordAudit(tx, { actor: { userId: null }, action: "setting.made" });
    });
    expect(await makeCheckpoint(ctx)).toMatchObject({ seq: 1 });
    expect(await verifyAudit(ctx)).toMatchObject({ ok: true, checked: 1 });
    for (const table of ["audit_logs", "audit_checkpoints", "audit_head"]) {
      await expect(ctx.sql.query(`DELETE FROM ${table}`), table).rejects.toThrow(/permission denied/);
      await expect(ctx.sql.query(`UPDATE ${table} SET hash = 'x'`), table).rejects.toThrow(/permission denied/);
    }
  } finally {
    await ctx.close();
    await client.query(`DROP OWNED BY ${name}`);
    await client.query(`DROP ROLE ${name}`);
    await client.end();
  }
});
