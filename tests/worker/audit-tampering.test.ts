import { rm } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";

import { anchorFileOf } from "~/domain/audit/anchor-file.server";
import { findAuditVerdict } from "~/domain/audit/find-audit-verdict.server";
import { makeCheckpoint } from "~/domain/audit/make-checkpoint.server";
import { scanAudit } from "~/domain/audit/scan-audit.server";
import { verifyAudit } from "~/domain/audit/verify-audit.server";
import { createSecrets } from "~/platform/secrets.server";
import { type AuditDesk, openAuditDesk, REWRITE_FROM } from "../support/audit-desk";
import { TEST_SECRET } from "../support/test-context";

/** Ten entries; a checkpoint at 0, one at 6. */
let desk: AuditDesk;
beforeEach(async () => {
  desk = await openAuditDesk();
  await desk.sign();
  await desk.write(6);
  await desk.sign();
  await desk.write(4);
});
afterEach(() => desk.close());

/** What the database alone tells: as if this instance had kept no checkpoints of its own. */
const scan = () => scanAudit(desk.ctx);
const defectOf = async () => {
  const { ok, broken } = await scan();
  return ok ? null : broken;
};

test("what nobody touched holds, to its head and its last checkpoint", async () => {
  const verdict = await verifyAudit(desk.ctx);
  expect(verdict).toMatchObject({ ok: true, checked: 10, head: { seq: 10 }, lastCheckpoint: { seq: 6 }, defects: [] });
  expect(verdict.broken).toBeUndefined();
  expect(await findAuditVerdict(desk.ctx)).toEqual(verdict);
});

test.each([
  ["metadata", `metadata = '{"n": 99}'`],
  ["time", "created_at = created_at - interval '1 ms'"],
  ["address", "ip = NULL"],
  ["action", "action = 'entry.mad'"],
  ["actor", "actor_id = gen_random_uuid()"],
  ["hash", "hash = encode(sha256('x'), 'hex')"],
])("an entry with another %s is altered", async (_what, change) => {
  await desk.tamper(`UPDATE audit_logs SET ${change} WHERE seq = 4`);
  expect(await defectOf()).toMatchObject({ kind: "altered", seq: 4 });
});

test("an entry that was replaced together with its own hash is altered", async () => {
  await desk.tamper(
    `UPDATE audit_logs SET metadata = '{}' WHERE seq = 8`,
    "UPDATE audit_logs SET hash = audit_entry_hash(prev_hash, audit_logs) WHERE seq = 8",
  );
  expect(await defectOf()).toMatchObject({ kind: "altered", seq: 8 });
});

test("an entry that was written past the chain is altered, with a number of its own or without", async () => {
  await desk.tamper("INSERT INTO audit_logs (id, action) VALUES (gen_random_uuid(), 'entry.made')");
  expect(await defectOf()).toMatchObject({ kind: "altered", seq: null });
  await desk.tamper("UPDATE audit_logs SET seq = 11 WHERE seq IS NULL", "UPDATE audit_head SET seq = 11");
  expect(await defectOf()).toMatchObject({ kind: "altered", seq: 11 });
});

test("entries that were taken out between others are missing, the first ones too", async () => {
  await desk.tamper("DELETE FROM audit_logs WHERE seq IN (4, 5)");
  expect(await scan()).toMatchObject({
    ok: false,
    broken: { kind: "missing", seq: 4, detail: "Entries 4 to 5 are missing between others that are there." },
    defects: [{ kind: "missing", seq: 4 }],
  });
  await desk.tamper("DELETE FROM audit_logs WHERE seq = 1");
  expect(await scan()).toMatchObject({ defects: [{ seq: 1 }, { seq: 4 }] });
});

test("a tail that was cut off is truncated, also when the head was set back", async () => {
  await desk.tamper("DELETE FROM audit_logs WHERE seq > 8");
  expect(await defectOf()).toMatchObject({ kind: "truncated", seq: 9 });
  await desk.tamper("DELETE FROM audit_logs WHERE seq > 5", SET_HEAD_BACK);
  const { broken } = await scan();
  expect(broken).toMatchObject({ kind: "truncated", seq: 6 });
  expect(broken?.detail).toMatch(/a checkpoint signed on 2\d{3}-.* knows entry 6\.$/);
});

test("a log of which nothing is left is truncated", async () => {
  await desk.tamper("DELETE FROM audit_logs");
  expect(await defectOf()).toMatchObject({ kind: "truncated", seq: 1 });
});

test("a head that was set back under its entries is found", async () => {
  await desk.tamper("UPDATE audit_head SET seq = 8, hash = (SELECT hash FROM audit_logs WHERE seq = 8)");
  expect(await defectOf()).toMatchObject({ kind: "rewritten", seq: 9 });
});

test("a log that was written again with right hashes is rewritten, and nothing is signed any more", async () => {
  await desk.tamper(`UPDATE audit_logs SET metadata = '{"n": 99}' WHERE seq = 3`, REWRITE_FROM(3));
  const { broken, defects } = await scan();
  expect(broken).toMatchObject({ kind: "rewritten", seq: 6 });
  expect(broken?.detail).toMatch(/something between entries 1 and 6 was written again/);
  expect(defects).toHaveLength(1);
  expect(await makeCheckpoint(desk.ctx, { nowMs: Date.now() + 61_000 })).toBeNull();
  expect(await findAuditVerdict(desk.ctx)).toMatchObject({ ok: false, broken: { kind: "rewritten" } });
});

test("a chain that was begun anew is rewritten", async () => {
  await desk.tamper(
    "UPDATE audit_head SET genesis = 'mine'",
    "UPDATE audit_logs SET prev_hash = encode(sha256('sentinel-audit-v1:mine'), 'hex') WHERE seq = 1",
    REWRITE_FROM(1),
  );
  expect(await defectOf()).toMatchObject({ kind: "rewritten" });
});

test("without a head there is no chain", async () => {
  await desk.tamper("DELETE FROM audit_head");
  expect(await defectOf()).toMatchObject({ kind: "rewritten", detail: "The head of the chain is gone." });
});

test("what was cut off together with its checkpoints is told by those that were kept elsewhere", async () => {
  await desk.sign();
  await desk.tamper(
    "DELETE FROM audit_logs WHERE seq > 4",
    SET_HEAD_BACK,
    "DELETE FROM audit_checkpoints WHERE seq > 4",
  );
  expect(await defectOf()).toBeNull();
  expect(await verifyAudit(desk.ctx)).toMatchObject({ ok: false, broken: { kind: "truncated", seq: 5 } });
  await desk.write(1);
  expect(await makeCheckpoint(desk.ctx, { nowMs: Date.now() + 61_000 })).toBeNull();
});

test("what was written again together with its checkpoints is too", async () => {
  await desk.tamper(
    `UPDATE audit_logs SET metadata = '{"n": 99}' WHERE seq = 3`,
    REWRITE_FROM(3),
    "DELETE FROM audit_checkpoints",
  );
  expect(await defectOf()).toBeNull();
  expect(await verifyAudit(desk.ctx)).toMatchObject({ ok: false, broken: { kind: "rewritten", seq: 6 } });
  await rm(anchorFileOf(desk.ctx.env));
  expect(await verifyAudit(desk.ctx)).toMatchObject({ ok: true, lastCheckpoint: null });
});

test("a checkpoint that somebody else made is forged, and a changed one too", async () => {
  await desk.tamper(`UPDATE audit_checkpoints SET hash = encode(sha256('x'), 'hex') WHERE seq = 6`);
  expect(await defectOf()).toMatchObject({ kind: "rewritten", seq: 6, detail: expect.stringMatching(/forged/) });
});

test("a removal that nobody signed is no excuse for missing entries", async () => {
  await desk.tamper(
    `INSERT INTO audit_checkpoints (id, kind, seq, hash, key_id, signature)
     SELECT gen_random_uuid(), 'retention', 5, hash, (SELECT key_id FROM audit_checkpoints LIMIT 1), 'AAAA'
     FROM audit_logs WHERE seq = 5`,
    "DELETE FROM audit_logs WHERE seq <= 5",
  );
  expect(await defectOf()).toMatchObject({ kind: "missing", seq: 1 });
});

test("after a change of SENTINEL_SECRET the log holds, once it was signed anew without the earlier secret too", async () => {
  const next = "another secret for tests only, forty chars";
  const alone = { ...desk.ctx, secrets: createSecrets(next) };
  expect((await scanAudit(alone)).broken).toMatchObject({
    kind: "rewritten",
    detail: expect.stringMatching(/SENTINEL_SECRET_PREVIOUS/),
  });
  const rotated = { ...desk.ctx, secrets: createSecrets(next, [TEST_SECRET]) };
  expect(await scanAudit(rotated)).toMatchObject({ ok: true, lastCheckpoint: { seq: 6 } });
  // At once, though no minute has passed.
  expect(await makeCheckpoint(rotated)).toMatchObject({ kind: "checkpoint", seq: 10 });
  expect(await scanAudit(alone)).toMatchObject({ ok: true, lastCheckpoint: { seq: 10 } });
});

const SET_HEAD_BACK =
  "UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit_logs ORDER BY seq DESC LIMIT 1)";
