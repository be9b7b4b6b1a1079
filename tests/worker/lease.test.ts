import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { acquireLease } from "~/domain/leases/acquire-lease.server";
import type { Lease } from "~/domain/leases/lease";
import { releaseLease } from "~/domain/leases/release-lease.server";
import { renewLease } from "~/domain/leases/renew-lease.server";
import { createLeaseKeeper, type LeaseKeeper } from "../../worker/lease/create-lease-keeper";
import { LEASE_TUNING } from "../../worker/lease/lease-tuning";
import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy";
import { createTestContext } from "../support/test-context";
import { waitFor } from "../support/wait-for";
import { openRecorderDesk, type RecorderDesk } from "./recorder-desk";

const CHILD = fileURLToPath(new URL("lease-child.ts", import.meta.url));
/** A fifth of the real times. */
const QUICK = { ...LEASE_TUNING, ttlMs: 1_200, renewEveryMs: 400, standbyEveryMs: 200, answerMs: 300, marginMs: 200 };

let database: TestDatabase;
let proxy: TcpProxy;
let desk: RecorderDesk;
const keepers: LeaseKeeper[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await startTcpProxy(database.url);
  desk = await openRecorderDesk(database.url);
});
afterEach(async () => {
  await Promise.all(keepers.splice(0).map((keeper) => keeper.stop()));
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await free();
});
afterAll(async () => {
  await desk?.close();
  await proxy?.close();
  await database?.drop();
});

/** Whoever has the lease has it no more. */
const free = () => desk.ctx.db.networkLease.updateMany({ data: { expiresAt: new Date(0) } });

function keep(ctx = desk.ctx) {
  const keeper = createLeaseKeeper(ctx, QUICK);
  const seen: string[] = [];
  keeper.listen({
    onHeld: ({ token }) => seen.push(`held ${token}`),
    onLost: ({ token }) => seen.push(`lost ${token}`),
  });
  keepers.push(keeper);
  return { keeper, seen, want: () => keeper.want([desk.networkId]), held: () => keeper.held(desk.networkId) };
}

test("one has it at a time, its token rises with every change of holder, and only the holder renews and releases", async () => {
  await free();
  const { ctx, networkId } = desk;
  const ask = (holder: string) => acquireLease(ctx, { networkId, holder, ttlMs: 60_000 });
  const all = await Promise.all(["a", "b", "c", "d"].map(ask));
  const [lease] = all.filter((one): one is Lease => one !== null);
  if (lease === undefined) throw new Error("nobody has it");
  expect(all.filter((one) => one !== null)).toHaveLength(1);
  const holder = "abcd"[all.indexOf(lease)] ?? "";
  expect(await renewLease(ctx, { lease, holder, ttlMs: 60_000 })).toBe(true);
  expect(await renewLease(ctx, { lease, holder: "somebody", ttlMs: 60_000 })).toBe(false);
  await releaseLease(ctx, { lease, holder: "somebody" });
  expect(await ask("e")).toBeNull();
  await releaseLease(ctx, { lease, holder });
  // Nobody has had it since: it may be renewed late.
  expect(await renewLease(ctx, { lease, holder, ttlMs: 60_000 })).toBe(true);
  await releaseLease(ctx, { lease, holder });
  expect((await ask("e"))?.token).toBe(lease.token + 1n);
  expect(await renewLease(ctx, { lease, holder, ttlMs: 60_000 })).toBe(false);
  expect(await acquireLease(ctx, { networkId: ctx.newId(), holder, ttlMs: 1 })).toBeNull();
});

test("a clean stop lets the other take over at once, a silent one when the lease has ended", async () => {
  await free();
  const [first, second] = [keep(), keep()];
  await first.want();
  await waitFor(() => first.held());
  await second.want();
  await sleep(QUICK.ttlMs * 2);
  expect(second.held()).toBeNull();
  const stoppedAtMs = Date.now();
  await first.keeper.stop();
  await waitFor(() => second.held(), { intervalMs: 5 });
  expect(Date.now() - stoppedAtMs).toBeLessThan(QUICK.standbyEveryMs + 400);
});

test("while the database is away the holder goes on, and stops when another has the lease by then", async () => {
  await free();
  const ctx = createTestContext(proxy.through(database.url));
  const holder = keep(ctx);
  await holder.want();
  const lease = await waitFor(() => holder.held());
  await proxy.cut();
  await sleep(QUICK.ttlMs * 2);
  expect(holder.held()).toEqual(lease);
  expect(holder.keeper.isSound(desk.networkId, lease.token)).toBe(true);
  await proxy.restore();
  await sleep(QUICK.renewEveryMs * 3);
  expect(holder.seen).toEqual([`held ${lease.token}`]);

  await proxy.cut();
  await sleep(QUICK.ttlMs + 100);
  const { networkId } = desk;
  const other = await acquireLease(desk.ctx, { networkId, holder: "other", ttlMs: 60_000 });
  expect(other?.token).toBe(lease.token + 1n);
  await proxy.restore();
  await waitFor(() => holder.held() === null, { describe: "it stops" });
  expect(holder.seen).toEqual([`held ${lease.token}`, `lost ${lease.token}`]);
  expect(holder.keeper.isSound(networkId, lease.token)).toBe(false);
  await holder.keeper.stop();
  await ctx.close();
}, 30_000);

test("a process that stood still for longer than the lease stops by its own clock, and goes on when nobody came", async () => {
  await free();
  const holder = keep();
  await holder.want();
  const lease = await waitFor(() => holder.held());
  const until = performance.now() + QUICK.ttlMs + 100;
  while (performance.now() < until);
  expect(holder.keeper.isSound(desk.networkId, lease.token)).toBe(false);
  await waitFor(() => holder.seen.length === 3, { describe: "it has it again" });
  expect(holder.seen).toEqual([`held ${lease.token}`, `lost ${lease.token}`, `held ${lease.token}`]);
});

interface Message {
  kind: string;
  token?: string;
  hash?: string;
  atMs?: number;
}

async function startChild(ruleId: string) {
  const args = ["--import", "tsx", CHILD, database.url, desk.dataDir, ruleId];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  children.push(child);
  const messages: Message[] = [];
  child.on("message", (message) => messages.push(message as Message));
  await waitFor(() => messages.some(({ kind }) => kind === "ready"), { timeoutMs: 20_000 });
  const tokens = (kind: string) => messages.filter((one) => one.kind === kind).map(({ token }) => token);
  return { child, messages, tokens };
}

test("a worker killed with -9 is replaced within 10 s; one that was paused and wakes up writes nothing any more", async () => {
  await free();
  const rule = await desk.rule();
  const first = await startChild(rule.id);
  await waitFor(() => first.tokens("held").length === 1, { describe: "the first has it" });
  const second = await startChild(rule.id);
  await waitFor(async () => (await desk.alerts(rule)).length >= 5);
  const killedAtMs = Date.now();
  first.child.kill("SIGKILL");
  await waitFor(() => second.tokens("held").length === 1, { timeoutMs: 10_000, describe: "the second takes over" });
  expect(Date.now() - killedAtMs).toBeLessThan(10_000);
  await waitFor(() => second.messages.some(({ kind }) => kind === "found"));

  const third = await startChild(rule.id);
  second.child.kill("SIGSTOP");
  await waitFor(() => third.tokens("held").length === 1, { timeoutMs: 10_000, describe: "the third takes over" });
  const wokenAtMs = Date.now();
  const before = new Set((await desk.alerts(rule)).map(({ txHash }) => txHash));
  second.child.kill("SIGCONT");
  await waitFor(() => second.tokens("lost").length === 1, { describe: "the second notices" });
  expect(Date.now() - wokenAtMs).toBeLessThan(2_000);
  await sleep(500);
  const late = second.messages.filter(({ kind, atMs = 0 }) => kind === "found" && atMs >= wokenAtMs);
  const written = (await desk.alerts(rule)).map(({ txHash }) => txHash);
  const ofSecond = new Set(second.messages.map(({ hash }) => hash));
  expect(written.filter((hash) => ofSecond.has(hash) && !before.has(hash))).toEqual([]);
  expect(late.length).toBeLessThan(5);
  expect(BigInt(third.tokens("held")[0] ?? 0)).toBe(BigInt(second.tokens("held")[0] ?? 0) + 1n);

  const askedAtMs = Date.now();
  third.child.send("stop");
  await once(third.child, "exit");
  await waitFor(() => second.tokens("held").length === 2, { describe: "the second takes over at once" });
  expect(Date.now() - askedAtMs).toBeLessThan(3_000);
}, 60_000);
