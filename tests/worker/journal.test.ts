import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, expect, test } from "vitest";
import { acquireLease } from "~/domain/leases/acquire-lease.server";
import type { CompiledRule } from "~/domain/rules/compiled-rule";
import { createRecorder, type RecorderStatus } from "../../worker/recorder/recorder";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy";
import { createTestContext } from "../support/test-context";
import { waitFor } from "../support/wait-for";
import { attack, openRecorderDesk, type RecorderDesk } from "./recorder-desk";

const CHILD = fileURLToPath(new URL("journal-child.ts", import.meta.url));

let database: TestDatabase;
let proxy: TcpProxy;
let desk: RecorderDesk;

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await startTcpProxy(database.url);
  desk = await openRecorderDesk(database.url);
});
afterAll(async () => {
  await desk?.close();
  await proxy?.close();
  await database?.drop();
});

/** A recorder that reaches the database through the proxy only. */
async function cutOff(values: Record<string, string> = {}) {
  const dataDir = values.SENTINEL_DATA_DIR ?? (await mkdtemp(join(tmpdir(), "sentinel-journal-")));
  const ctx = createTestContext(proxy.through(database.url), { SENTINEL_DATA_DIR: dataDir, ...values });
  return { ctx, dataDir, folder: join(dataDir, "journal") };
}

const hashesOf = async (rule: CompiledRule) => (await desk.alerts(rule)).map(({ txHash }) => txHash);

/** As if whoever wrote there had been gone for a while. */
async function age(folder: string): Promise<void> {
  const longAgo = new Date(Date.now() - 20_000);
  for (const name of await readdir(folder)) await utimes(join(folder, name), longAgo, longAgo);
}

async function startChild(ruleId: string, dataDir: string): Promise<ChildProcess> {
  const args = ["--import", "tsx", CHILD, proxy.through(database.url), dataDir, ruleId];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const [message] = await once(child, "message");
  expect(message).toBe("ready");
  return child;
}

async function tell(child: ChildProcess, count: number): Promise<{ hashes: string[]; status: RecorderStatus }> {
  child.send(count);
  const [answer] = await once(child, "message");
  return answer as { hashes: string[]; status: RecorderStatus };
}

test("matches are kept on the disk while the database is away, and recorded in order once it is back", async () => {
  const rule = await desk.rule();
  const { ctx, folder } = await cutOff();
  const recorder = createRecorder(ctx);
  recorder.add(desk.find(rule));
  await recorder.settled();
  expect(recorder.status()).toMatchObject({ written: 1, journal: { alerts: 0, bytes: 0 } });

  await proxy.cut();
  const during = Array.from({ length: 2_000 }, (_, index) =>
    desk.find(rule, attack(), { seenAtMs: Date.now() + index }),
  );
  for (const found of during) recorder.add(found);
  await recorder.settled();
  const away = recorder.status();
  expect(away).toMatchObject({ waiting: 0, written: 1, lost: 0, journal: { alerts: 2_000 } });
  expect(away.failingSince).not.toBeNull();
  expect(away.journal.bytes).toBeGreaterThan(1_000_000);
  expect(await readdir(folder)).toHaveLength(1);
  await proxy.restore();
  await waitFor(async () => (await hashesOf(rule)).length >= 300, { describe: "they are recorded", timeoutMs: 20_000 });
  await waitFor(() => recorder.status().journal.alerts === 0, { describe: "the journal is empty", timeoutMs: 20_000 });
  expect(recorder.status()).toMatchObject({
    waiting: 0,
    lost: 0,
    failingSince: null,
    journal: { alerts: 0, bytes: 0 },
  });
  await waitFor(async () => (await readdir(folder)).length === 0, { describe: "its files are gone" });
  // In order: the first hundred page, what follows is folded into the last of them, as without an outage.
  const stored = await hashesOf(rule);
  const order = during.map(({ transaction }) => transaction.hash).filter((hash) => stored.includes(hash));
  expect(stored.slice(1)).toEqual(order);
  expect(await desk.pages(rule)).toBe(100);
  recorder.add(desk.find(rule, attack(), { seenAtMs: Date.now() + 60_000 }));
  await recorder.settled();
  expect(recorder.status().journal.alerts).toBe(0);
  await recorder.stop(1_000);
  await ctx.close();
}, 60_000);

test("kill -9 while the database is away loses nothing, and a torn last line costs only itself", async () => {
  const rule = await desk.rule();
  const dataDir = await mkdtemp(join(tmpdir(), "sentinel-journal-"));
  const folder = join(dataDir, "journal");
  const child = await startChild(rule.id, dataDir);
  const before = await tell(child, 3);
  await proxy.cut();
  const during = await tell(child, 60);
  expect(during.status).toMatchObject({ waiting: 0, lost: 0, journal: { alerts: 60 } });
  child.kill("SIGKILL");
  await once(child, "exit");
  await proxy.restore();
  const [name = ""] = await readdir(folder);
  const line = (await readFile(join(folder, name), "utf8")).split("\n")[0] ?? "";
  await appendFile(join(folder, name), line.slice(0, 200));
  expect(await hashesOf(rule)).toEqual(before.hashes);

  // A living process's journal is left alone.
  const { ctx } = await cutOff({ SENTINEL_DATA_DIR: dataDir });
  const early = createRecorder(ctx);
  await early.stop(1_000);
  expect(await readdir(folder)).toEqual([name]);

  await age(folder);
  const recorders = [createRecorder(ctx), createRecorder(ctx)];
  await waitFor(async () => (await hashesOf(rule)).length === 63, { describe: "all are recorded", timeoutMs: 20_000 });
  expect(await hashesOf(rule)).toEqual([...before.hashes, ...during.hashes]);
  await waitFor(async () => (await readdir(folder)).length === 0, { describe: "nothing is left" });
  for (const recorder of recorders) {
    expect(recorder.status().lost).toBe(0);
    await recorder.stop(1_000);
  }
  await ctx.close();
  await rm(dataDir, { recursive: true });
}, 60_000);

test("what can't be written before a stop is left in the journal for whoever comes next", async () => {
  const rule = await desk.rule();
  const { ctx, dataDir, folder } = await cutOff();
  const recorder = createRecorder(ctx);
  recorder.add(desk.find(rule));
  await recorder.settled();
  proxy.stall();
  const found = desk.find(rule);
  recorder.add(found);
  await recorder.stop(200);
  expect(recorder.status()).toMatchObject({ lost: 0 });
  expect(await readdir(folder)).toEqual([expect.stringMatching(/\.released\.ndjson$/)]);
  await proxy.cut();
  await proxy.restore();
  const { ctx: next } = await cutOff({ SENTINEL_DATA_DIR: dataDir });
  const successor = createRecorder(next);
  await waitFor(async () => (await hashesOf(rule)).includes(found.transaction.hash), { describe: "it is recorded" });
  await waitFor(async () => (await readdir(folder)).length === 0, { describe: "the journal is gone" });
  await successor.stop(1_000);
  await Promise.all([ctx.close(), next.close()]);
}, 40_000);

test("a damaged line costs only itself", async () => {
  const rule = await desk.rule();
  const { ctx, dataDir, folder } = await cutOff();
  await proxy.cut();
  const recorder = createRecorder(ctx);
  for (let number = 0; number < 5; number += 1) recorder.add(desk.find(rule));
  await recorder.settled();
  await recorder.stop(100);
  await proxy.restore();
  const [name = ""] = await readdir(folder);
  const lines = (await readFile(join(folder, name), "utf8")).split("\n");
  lines[2] = lines[2]?.replace("Vault", "vault") ?? "";
  await writeFile(join(folder, name), lines.join("\n"));
  const { ctx: next } = await cutOff({ SENTINEL_DATA_DIR: dataDir });
  const successor = createRecorder(next);
  await waitFor(async () => (await hashesOf(rule)).length === 4, { describe: "the others are recorded" });
  await successor.stop(1_000);
  await Promise.all([ctx.close(), next.close()]);
}, 40_000);

test("beyond its bound the journal takes nothing more, and what is lost is counted", async () => {
  const rule = await desk.rule();
  const { ctx, folder } = await cutOff({ JOURNAL_MAX_MB: "1" });
  await proxy.cut();
  const recorder = createRecorder(ctx);
  const input = `0x${"ab".repeat(20_000)}`;
  for (let number = 0; number < 40; number += 1) recorder.add(desk.find(rule, attack({ input })));
  await recorder.settled();
  const { lost, journal } = recorder.status();
  expect(lost).toBeGreaterThan(10);
  expect(journal.alerts + lost).toBe(40);
  expect(journal.bytes).toBeLessThanOrEqual(1_000_000);
  await proxy.restore();
  await waitFor(async () => (await hashesOf(rule)).length === 40 - lost, { describe: "what was kept is recorded" });
  await waitFor(async () => (await readdir(folder)).length === 0);
  await recorder.stop(1_000);
  await ctx.close();
}, 40_000);

test("what was journaled under a lease is recorded although another has it by then; what wasn't is refused", async () => {
  const rule = await desk.rule();
  const { ctx } = await cutOff();
  let isSound = true;
  const recorder = createRecorder(ctx, { isLeaseSound: () => isSound });
  await proxy.cut();
  const [byRight, unsure] = [desk.find(rule), desk.find(rule)];
  recorder.add(byRight);
  await recorder.settled();
  isSound = false;
  recorder.add(unsure);
  await recorder.settled();
  const { networkId } = desk;
  await desk.ctx.db.networkLease.updateMany({ data: { expiresAt: new Date(0) } });
  const other = await acquireLease(desk.ctx, { networkId, holder: "another", ttlMs: 60_000 });
  expect(other?.token).toBe(desk.token + 1n);
  await proxy.restore();
  await waitFor(() => recorder.status().journal.alerts === 0, { describe: "the journal is empty", timeoutMs: 20_000 });
  expect(await hashesOf(rule)).toEqual([byRight.transaction.hash]);
  recorder.add(desk.find(rule));
  await recorder.settled();
  // Settled is also what the journal, empty but not yet closed, has taken.
  await waitFor(() => recorder.status().fenced === 2, { describe: "the refused are counted", timeoutMs: 20_000 });
  expect(recorder.status()).toMatchObject({ written: 1, fenced: 2, lost: 0 });
  await recorder.stop(1_000);
  await ctx.close();
}, 40_000);
