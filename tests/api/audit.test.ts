import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

import { auditEntryHash } from "~/domain/audit/audit-entry-hash.server";
import { createCheckpointSigner } from "~/domain/audit/checkpoint-signer.server";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { loader } from "~/routes/v1.audit-logs.export";
import { auditExportResponse } from "~/web/audit-export.server";
import { type ApiClient, createApiClient } from "../support/api-client";

const PATH = "/v1/audit-logs";
const run = promisify(execFile);

let api: ApiClient;
let admin: Awaited<ReturnType<ApiClient["signIn"]>>;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sentinel-audit-"));
  api = await createApiClient({ SENTINEL_DATA_DIR: folder });
  admin = await api.signIn("admin");
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true, force: true });
});

const get = (path: string, token = admin.token) => api.call("GET", `${PATH}${path}`, { token });
/** The export as a stream of text, which the client of the other tests would take for one JSON. */
const download = async (query = "", method = "GET") => {
  const headers = { Authorization: `Bearer ${admin.token}` };
  const request = new Request(`http://localhost:3000${PATH}/export${query}`, { method, headers });
  const answer = await loader({ request, params: {}, context: api.context() });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
};
const make = (action: `${string}.${string}`, metadata: Record<string, string> = {}, resourceId = "r1") => {
  const actor = { userId: admin.id, ip: "203.0.113.7", requestId: "req" };
  return recordAudit(api.ctx.db, { actor, action, resourceType: "thing", resourceId, metadata });
};
const actionsOf = async (query: string) => {
  const { body } = await get(`?limit=100&${query}`);
  return body.data.map(({ action }: { action: string }) => action);
};
const linesOf = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

test("entries are listed newest first, whole, with the actor's name", async () => {
  await make("listed.one", { name: "x" });
  await make("listed.two");
  const { status, body } = await get("?limit=2");
  expect(status).toBe(200);
  expect(body.data[1]).toEqual({
    id: expect.any(String),
    seq: body.data[0].seq - 1,
    actorId: admin.id,
    actorName: "admin",
    action: "listed.one",
    resourceType: "thing",
    resourceId: "r1",
    metadata: { name: "x" },
    ip: "203.0.113.7",
    requestId: "req",
    createdAt: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test("they are filtered by actor, action, kind of action, resource and time", async () => {
  for (const action of ["filter.made", "filter.changed", "filterx.made", "fil_er.made"] as const)
    await make(action, {}, "f1");
  expect(await actionsOf("action=filter.made")).toEqual(["filter.made"]);
  expect(await actionsOf("action=filter.*")).toEqual(["filter.changed", "filter.made"]);
  // An underscore is itself, and no wildcard.
  expect(await actionsOf("action=fil_er.*")).toEqual(["fil_er.made"]);
  expect(await actionsOf("resourceType=thing&resourceId=f1")).toHaveLength(4);
  expect(await actionsOf(`actorId=${admin.id}&resourceId=f1`)).toHaveLength(4);
  expect(await actionsOf(`actorId=${api.ctx.newId()}`)).toEqual([]);
  expect(await actionsOf(`resourceId=f1&to=${new Date(Date.now() - 60_000).toISOString()}`)).toEqual([]);
  expect(await actionsOf(`resourceId=f1&from=${new Date(Date.now() - 60_000).toISOString()}`)).toHaveLength(4);
});

test.each([
  "action=rule",
  "action=*",
  "action=rule.*x",
  "actorId=me",
  "from=yesterday",
  "resourceType=",
  "seq=1",
  "resourceId=%00",
])("the filter %s is refused by its name", async (query) => {
  const { status, body } = await get(`?${query}`);
  expect(status).toBe(400);
  expect(body.errors).toMatchObject([{ pointer: `?${query.split("=")[0]}` }]);
});

test("following the cursor visits every entry once, while others are written in front", async () => {
  for (let n = 0; n < 7; n += 1) await make("paged.made", {}, `p${n}`);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const { body } = await get(`?action=paged.*&limit=3${cursor === null ? "" : `&cursor=${cursor}`}`);
    seen.push(...body.data.map(({ resourceId }: { resourceId: string }) => resourceId));
    await make("paged.made", {}, "later");
    cursor = body.meta.nextCursor;
  } while (cursor !== null);
  expect(seen).toEqual(["p6", "p5", "p4", "p3", "p2", "p1", "p0"]);
  const second = await get("?action=paged.*&limit=3&page=2");
  expect(second.body.data).toHaveLength(3);
  expect(second.headers.get("Link")).toMatch(/rel="next"/);
});

test("only admins read, export and verify it", async () => {
  const { token } = await api.signIn("analyst");
  for (const path of ["", "/export", "/verify"]) expect((await get(path, token)).status, path).toBe(403);
});

test("JSONL has what was done and is verified by a program of another hand, against checkpoints too", async () => {
  await make("odd.made", { text: 'ä\u2028\u{1F600}\n"quoted"', __proto__: "x" });
  const answer = await download();
  expect(answer.status).toBe(200);
  expect(answer.headers.get("Content-Type")).toBe("application/x-ndjson; charset=utf-8");
  expect(answer.headers.get("Content-Disposition")).toMatch(/^attachment; filename="sentinel-audit-[\d-]+\.jsonl"$/);
  const lines = linesOf(answer.text);
  expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, index) => index + 1));
  expect(lines.at(-1)).toMatchObject({ action: "audit.exported", actorId: admin.id, metadata: { format: "jsonl" } });
  expect(lines.at(-2).metadata.text).toBe('ä\u2028\u{1F600}\n"quoted"');

  const file = join(folder, "export.jsonl");
  const checkpoints = join(folder, "kept.jsonl");
  await writeFile(file, answer.text);
  const head = lines.at(-1);
  const { genesis } = await api.ctx.db.auditHead.findUniqueOrThrow({ where: { id: 1 } });
  const sign = (seq: number, hash: string) =>
    JSON.stringify({
      msg: "audit checkpoint",
      checkpoint: createCheckpointSigner(api.ctx.secrets).sign({
        ...{ kind: "checkpoint", seq, hash, genesis },
        createdAt: new Date().toISOString(),
      }),
    });
  const python = async (...args: string[]) => {
    const script = "docs/examples/audit/verify.py";
    const { stdout, stderr } = await run("python3", [script, ...args]).catch((error) => error);
    return `${stdout}${stderr}`.trim();
  };
  await writeFile(checkpoints, `${sign(head.seq, head.hash)}\n`);
  expect(await python(file, checkpoints)).toBe(`ok: ${lines.length} entries, up to ${head.seq}, ${head.hash}`);

  await writeFile(checkpoints, `${sign(head.seq + 1, head.hash)}\n`);
  expect(await python(file, checkpoints)).toMatch(/^truncated: entry/);
  await writeFile(checkpoints, `${sign(3, head.hash)}\n`);
  expect(await python(file, checkpoints)).toMatch(/^rewritten: entry 3/);
  const text = answer.text.split("\n");
  await writeFile(file, text.toSpliced(2, 1).join("\n"));
  expect(await python(file)).toMatch(/^missing: something between entries 2 and 4/);
  await writeFile(file, answer.text.replace(/"metadataText":"\{/, '"metadataText":"{ '));
  expect(await python(file)).toMatch(/^altered: entry 1/);
});

test("an export of a part is that part, and is itself an entry that says which", async () => {
  for (const action of ["part.made", "other.made"] as const) await make(action, {}, "x1");
  const { text } = await download("?format=jsonl&action=part.*&resourceId=x1&from=2020-01-01T00:00:00Z");
  expect(linesOf(text)).toMatchObject([{ action: "part.made" }]);
  const { body } = await get("?action=audit.exported&limit=1");
  expect(body.data[0].metadata).toMatchObject({
    filter: { action: "part.*", resourceId: "x1", from: "2020-01-01T00:00:00.000Z" },
  });
});

test("in CSV no cell is a formula, and every one is what it was", async () => {
  const hostile = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", 'a"b,c', "plain"];
  for (const resourceId of hostile) await make("cell.made", {}, resourceId);
  const { text, headers } = await download("?format=csv&action=cell.made");
  expect(headers.get("Content-Type")).toBe("text/csv; charset=utf-8; header=present");
  const [names, ...rows] = parseCsv(text);
  expect(names?.slice(0, 3)).toEqual(["seq", "createdAt", "actorId"]);
  const cells = rows.map((row) => row[names?.indexOf("resourceId") ?? 0] ?? "");
  expect(cells).toEqual(hostile.map((value) => (/^[=+\-@\t\r\n＝]/.test(value) ? `'${value}` : value)));
  for (const row of rows) for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
});

test("a HEAD reads nothing and is no export", async () => {
  const before = await actionsOf("action=audit.exported");
  const answer = await download("?format=csv", "HEAD");
  expect(answer.status).toBe(200);
  expect(answer.headers.get("Content-Type")).toMatch(/^text\/csv/);
  expect(await actionsOf("action=audit.exported")).toEqual(before);
});

test("it is verified, and what is found is told", async () => {
  const { status, body } = await get("/verify");
  expect(status).toBe(200);
  expect(body).toMatchObject({ ok: true, checked: body.head.seq, defects: [] });
  const owner = new pg.Client({ connectionString: api.ctx.env.DATABASE_URL ?? "" });
  await owner.connect();
  await owner.query("ALTER TABLE audit_logs DISABLE TRIGGER ALL");
  await owner.query("UPDATE audit_logs SET ip = '198.51.100.1' WHERE seq = 2");
  expect((await get("/verify")).body).toMatchObject({ ok: false, broken: { kind: "altered", seq: 2 } });
  await owner.query("ALTER TABLE audit_logs ENABLE TRIGGER ALL");
  // Autovacuum would, in a while.
  await owner.query("ANALYZE audit_logs");
  await owner.end();
});

test("200,000 entries are exported and verified with flat memory, and no further than the client takes them", async () => {
  await fill(200_000);
  const actor = { userId: admin.id };
  for (const format of ["jsonl", "csv"] as const) {
    const answer = await auditExportResponse(api.context(), { actor, filter: { action: "many.*" }, format });
    const reader = answer.body?.getReader();
    const retained: number[] = [];
    let lines = 0;
    for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
      lines += Buffer.from(part.value).reduce((count, byte) => count + (byte === 10 ? 1 : 0), 0);
      if (lines % 20_000 < 1_000) retained.push(retainedBytes());
    }
    expect(lines).toBe(200_000 + (format === "csv" ? 1 : 0));
    // The whole is 120 MB and more. What the first measurement sees is not yet all that is kept ready for the next batch.
    const [, first = 0, ...later] = retained;
    expect(later.length, format).toBeGreaterThan(5);
    expect(Math.max(...later) - first, format).toBeLessThan(10 * 1024 * 1024);
  }
  expect((await get("/verify")).body.checked).toBeGreaterThan(200_000);

  const read = { batches: 0 };
  const sql = new Proxy(api.ctx.sql, {
    get: (pool, name) => {
      if (name === "query") read.batches += 1;
      const value = Reflect.get(pool, name);
      return typeof value === "function" ? value.bind(pool) : value;
    },
  });
  const context = { ...api.context(), ctx: { ...api.ctx, sql } };
  const answer = await auditExportResponse(context, { actor, filter: {}, format: "jsonl" });
  const reader = answer.body?.getReader();
  await reader?.read();
  await reader?.cancel();
  expect(read.batches).toBeLessThanOrEqual(4);
}, 240_000);

/** What is in use once everything that nobody needs is gone. */
function retainedBytes(): number {
  setFlagsFromString("--expose_gc");
  (runInNewContext("gc") as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Writes entries with the trigger off and their chain made here, which is many times faster. */
async function fill(count: number): Promise<void> {
  const owner = new pg.Client({ connectionString: api.ctx.env.DATABASE_URL ?? "" });
  await owner.connect();
  await owner.query("ALTER TABLE audit_logs DISABLE TRIGGER ALL");
  const head = await api.ctx.db.auditHead.findUniqueOrThrow({ where: { id: 1 } });
  let last = { seq: Number(head.seq), hash: head.hash };
  for (let done = 0; done < count; done += 5_000) {
    const rows = Array.from({ length: 5_000 }, (_, n) => {
      const metadata = `{"n": ${done + n}, "text": "${"x".repeat(300)}"}`;
      const fields = { seq: String(last.seq + 1), id: randomUUID(), action: "many.made", metadata };
      const nothing = { actorId: null, resourceType: null, resourceId: null, ip: null, requestId: null };
      const row = { ...fields, ...nothing, createdAtMs: "1767225600000", prevHash: last.hash, hash: null };
      const hash = auditEntryHash(last.hash, row);
      last = { seq: last.seq + 1, hash };
      return { ...row, hash };
    });
    await owner.query(
      `INSERT INTO audit_logs (id, action, metadata, created_at, seq, prev_hash, hash)
       SELECT id, action, metadata::jsonb, '2026-01-01T00:00:00Z', seq, "prevHash", hash
       FROM jsonb_to_recordset($1::jsonb)
         AS r (id uuid, action text, metadata text, seq bigint, "prevHash" text, hash text)`,
      [JSON.stringify(rows)],
    );
  }
  await owner.query("UPDATE audit_head SET seq = $1, hash = $2", [last.seq, last.hash]);
  await owner.query("ALTER TABLE audit_logs ENABLE TRIGGER ALL");
  // Autovacuum would, in a while.
  await owner.query("ANALYZE audit_logs");
  await owner.end();
}

/** A reader of its own making, so that nothing of the writer's is taken for granted (RFC 4180). */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  for (let found = cell.exec(text); found !== null && found[0] !== ""; found = cell.exec(text)) {
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? "");
    if (found[3] === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
