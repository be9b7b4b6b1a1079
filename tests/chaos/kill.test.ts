import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

import { type FaultNode, startFaultNode } from "../support/fault-node";
import { commandLineOf, isRunning } from "../support/processes";
import { type RunningSentinel, startSentinel } from "../support/sentinel";
import { waitFor } from "../support/wait-for";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver";
import { announce, type Desk, networksOf, openDesk, toldOf, untilLive, untilToldOnce } from "./watched";

let dataDir: string;
let node: FaultNode;
let receiver: WebhookReceiver;
let sentinel: RunningSentinel;
let desk: Desk;

const start = () => startSentinel({ dataDir, env: networksOf({ main: node }) });

/** The embedded server's first process. */
async function postmaster(): Promise<number> {
  return Number((await readFile(join(dataDir, "postgres", "postmaster.pid"), "utf8")).split("\n")[0]);
}

/** One statement on the embedded database, as its owner could run it. */
async function sql(text: string): Promise<void> {
  const password = (await readFile(join(dataDir, "postgres-password"), "utf8")).trim();
  const port = (await readFile(join(dataDir, "postgres", "postmaster.pid"), "utf8")).split("\n")[3];
  const client = new pg.Client(`postgresql://sentinel:${password}@127.0.0.1:${port}/sentinel`);
  await client.connect();
  await client.query(text);
  await client.end();
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "sentinel-chaos-"));
  [node, receiver] = await Promise.all([startFaultNode(), startWebhookReceiver()]);
  sentinel = await start();
  desk = await openDesk(sentinel);
  await desk.watch(receiver);
  await untilLive(desk, node);
});
afterAll(async () => {
  await sentinel?.stop();
  await Promise.all([node?.stop(), receiver?.close()]);
  await rm(dataDir, { recursive: true, force: true });
});

test("the embedded PostgreSQL dies of SIGKILL: it comes back by itself and nothing seen meanwhile is lost", async () => {
  const pid = await postmaster();
  process.kill(pid, "SIGKILL");
  const during = await announce(node, 20, 50);
  await waitFor(async () => (await sentinel.api("/readyz")).status === 200 && (await postmaster()) !== pid, {
    timeoutMs: 20_000,
    intervalMs: 100,
    describe: "the database is back",
  });
  expect(await postmaster()).not.toBe(pid);
  await desk.untilAlerted(during);
  await untilToldOnce(receiver, during, 30_000);
  expect(isRunning(sentinel.pid)).toBe(true);
});

test("the web process dies of SIGKILL between alert and notification: it is told after the restart, once", async () => {
  const database = await postmaster();
  // One waits for its first retry, the other was claimed by a send that never came back.
  receiver.setScript([{ status: 500 }]);
  const [retried] = await announce(node, 1);
  await waitFor(() => receiver.requests.some(({ json }) => json.data.txHash === retried));
  receiver.setScript([{ hang: true }]);
  const [hanging] = await announce(node, 1);
  await waitFor(() => receiver.requests.some(({ json }) => json.data.txHash === hanging));
  await sentinel.kill9();
  expect(isRunning(database)).toBe(true);
  const hashes = [retried ?? "", hanging ?? ""];
  expect([...toldOf(receiver, hashes).values()].map((requests) => requests.length)).toEqual([1, 1]);

  // The claim of the dead process expires in time: let it be over.
  await sql("UPDATE deliveries SET claimed_at = now() - interval '1 minute' WHERE state = 'sending'");
  // As if nobody had been there for a minute.
  await sql("UPDATE endpoints SET reported_at = now() - interval '1 minute'");
  receiver.setScript([]);
  sentinel = await start();
  desk = await openDesk(sentinel);
  expect(await postmaster()).toBe(database);
  expect(sentinel.logs()).toContain("found the embedded database running");
  await desk.untilAlerted(hashes);
  const twice = () => [...toldOf(receiver, hashes).values()].every((requests) => requests.length === 2);
  await waitFor(twice, { timeoutMs: 15_000, describe: "both are told after the restart" });
  for (const requests of toldOf(receiver, hashes).values()) {
    expect(new Set(requests.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(requests.every(({ verified }) => verified)).toBe(true);
  }
  const unwatched = await waitFor(async () => (await desk.network("main")).health.gaps[0], { intervalMs: 250 });
  expect(unwatched.reason).toBe("no worker was running");
  expect(Date.parse(unwatched.endedAt) - Date.parse(unwatched.startedAt)).toBeGreaterThanOrEqual(60_000);
  const [alert] = (await desk.alerts()).filter(({ txHash }) => txHash === hanging);
  const { data } = await desk.ask(`/v1/alerts/${alert?.id}/deliveries`);
  expect(data).toMatchObject([{ state: "delivered" }]);
  expect(data).toHaveLength(1);
});

test("asked to stop in the middle of a send, it ends within 5 s with code 0 and leaves no process", async () => {
  const database = await postmaster();
  receiver.setScript([{ hang: true }]);
  const [hash] = await announce(node, 1);
  await waitFor(() => receiver.requests.some(({ json }) => json.data.txHash === hash));
  const askedAt = Date.now();
  process.kill(sentinel.pid, "SIGTERM");
  await sentinel.ended;
  expect(Date.now() - askedAt).toBeLessThan(5_000);
  // Said right before it ends with code 0; past the deadline it would end with 1 and say the other.
  expect(sentinel.logs().match(/"msg":"stopped"/g)).toHaveLength(2);
  expect(sentinel.logs()).not.toContain("not stopped in time");
  expect(isRunning(database)).toBe(false);
  expect(commandLineOf(sentinel.pid) ?? "").not.toContain("build/server");

  receiver.setScript([]);
  sentinel = await start();
  desk = await openDesk(sentinel);
  await waitFor(() => node.subscriptions.pending > 0, { describe: "the new process has subscribed" });
  const again = await announce(node, 1);
  await untilToldOnce(receiver, again);
});
