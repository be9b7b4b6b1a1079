import { execFile } from "node:child_process";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

import { anchorFileOf } from "~/domain/audit/anchor-file.server";
import { type AuditDesk, openAuditDesk } from "../support/audit-desk";
import { TEST_SECRET } from "../support/test-context";

let desk: AuditDesk;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sentinel-audit-verify-"));
  desk = await openAuditDesk();
  await desk.write(5);
  await desk.sign();
});
afterAll(async () => {
  await desk.close();
  await rm(folder, { recursive: true, force: true });
});

/** `npm run audit:verify` from its source, with nothing of the test's environment that configures Sentinel. */
function auditVerify(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number; out: string; err: string }> {
  const { PATH = "", HOME = "" } = process.env;
  const given = { DATABASE_URL: desk.url, SENTINEL_SECRET: TEST_SECRET, SENTINEL_DATA_DIR: folder, ...env };
  return new Promise((done) => {
    const child = ["--import", "tsx", "worker/audit-verify.ts", ...args];
    const options = { env: { PATH, HOME, NODE_ENV: "production" as const, ...given } };
    execFile(process.execPath, child, options, (error, out, err) => {
      done({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

test("a log that holds ends it with 0, and says the head to note down", async () => {
  const { code, out } = await auditVerify([]);
  expect(out).toMatch(
    /^The audit log holds: 5 entries were verified\.\nThe last checkpoint that holds was signed at entry 5 /,
  );
  expect(out).toMatch(/Head, to note down: entry 5, [0-9a-f]{64}\n$/);
  expect(code).toBe(0);
});

test("checkpoints from elsewhere tell what the database alone can't, whatever they stand among, and though the key is forgotten", async () => {
  const kept = join(folder, "kept.jsonl");
  await copyFile(anchorFileOf(desk.ctx.env), kept);
  const anchor = JSON.parse(await readFile(kept, "utf8"));
  const log = join(folder, "log-stream.txt");
  const line = JSON.stringify({ level: "info", name: "worker", checkpoint: anchor, msg: "audit checkpoint" });
  await writeFile(log, `{"level":"info","msg":"worker started"}\nsome other program\n${line}\n{"half`);
  expect((await auditVerify(["--checkpoints", log])).out).toMatch(
    /It was held against 1 checkpoints from outside the database\./,
  );

  await desk.tamper(
    "DELETE FROM audit_logs WHERE seq > 3",
    "UPDATE audit_head SET (seq, hash) = (SELECT seq, hash FROM audit_logs ORDER BY seq DESC LIMIT 1)",
    "DELETE FROM audit_checkpoints",
  );
  expect((await auditVerify([])).code).toBe(0);
  for (const file of [kept, log]) {
    const found = await auditVerify(["--checkpoints", file, "--json"], { SENTINEL_SECRET: "n".repeat(40) });
    expect(found.code).toBe(1);
    expect(JSON.parse(found.out)).toMatchObject({ ok: false, broken: { kind: "truncated", seq: 4 } });
  }
  const own = { SENTINEL_DATA_DIR: desk.ctx.env.SENTINEL_DATA_DIR };
  expect((await auditVerify([], own)).out).toMatch(/^The audit log is BROKEN:\n {2}truncated: /);
});

test("what could not be verified ends it with 2, and says why", async () => {
  const empty = join(folder, "empty.jsonl");
  await writeFile(empty, "");
  for (const [args, env, words] of [
    [["--checkpoints", join(folder, "none")], {}, /no such file/],
    [["--checkpoints", empty], {}, /no checkpoint in/],
    [["--unknown"], {}, /--unknown/],
    [[], { DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none" }, /ECONNREFUSED/],
    [[], { SENTINEL_SECRET: "short" }, /SENTINEL_SECRET/],
  ] as const) {
    const { code, err } = await auditVerify([...args], env);
    expect(err).toMatch(words);
    expect(code, err).toBe(2);
  }
});
