import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";

import { type EmbeddedDatabase, startEmbeddedDatabase } from "~/platform/embedded-database.server";
import { isRunning } from "../support/processes";
import { stopDatabaseIn } from "../support/prune-old-servers";
import { waitFor } from "../support/wait-for";

let dataDir: string;
let database: EmbeddedDatabase | undefined;
let said: string[];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "sentinel-embedded-"));
  said = [];
});
afterEach(async () => {
  await database?.stop();
  database = undefined;
  await stopDatabaseIn(dataDir);
  await rm(dataDir, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedDatabase> {
  const say = (_fields: object, message: string) => void said.push(message);
  database = await startEmbeddedDatabase({ dataDir, log: { info: say, warn: say } });
  return database;
}

async function query(text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database?.url, connectionTimeoutMillis: 1_000 });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

const pidFile = () => join(dataDir, "postgres", "postmaster.pid");
const postmaster = async () => Number((await readFile(pidFile(), "utf8")).split("\n")[0]);

test("what was stored is there after a stop and a start, and nothing runs in between", async () => {
  const first = await start();
  await query("CREATE TABLE kept AS SELECT 42 AS number");
  const pid = await postmaster();
  await first.stop();
  expect(isRunning(pid)).toBe(false);
  await start();
  expect(await query("SELECT number FROM kept")).toEqual([{ number: 42 }]);
});

test("it listens on loopback only and wants a password", async () => {
  await start();
  expect(await query("SHOW listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
  const open = new URL(database?.url ?? "");
  open.password = "guess";
  await expect(new pg.Client(open.href).connect()).rejects.toThrow(/password/);
});

test("a killed server is started again on the same port with everything that was committed", async () => {
  await start();
  await query("CREATE TABLE kept AS SELECT 7 AS number");
  const pid = await postmaster();
  process.kill(pid, "SIGKILL");
  const rows = await waitFor(() => query("SELECT number FROM kept"), {
    timeoutMs: 20_000,
    intervalMs: 100,
    describe: "it answers again",
  });
  expect(rows).toEqual([{ number: 7 }]);
  expect(await postmaster()).not.toBe(pid);
});

test("a file left by a dead server does not matter, even when its process id belongs to somebody else now", async () => {
  const first = await start();
  const port = Number(new URL(first.url).port);
  const left = await readFile(pidFile(), "utf8");
  await first.stop();
  const stranger = spawn("sleep", ["60"]);
  await once(stranger, "spawn");
  await writeFile(pidFile(), left.replace(/^\d+/, String(stranger.pid)));
  await start();
  expect(await query("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  expect(Number(new URL(database?.url ?? "").port)).not.toBe(port);
  expect(isRunning(stranger.pid ?? 0)).toBe(true);
  stranger.kill("SIGKILL");
});

test("a first start that was killed half-way is begun anew", async () => {
  await mkdir(join(dataDir, "postgres", "base"), { recursive: true });
  await writeFile(join(dataDir, "postgres", "PG_VERSION"), "18\n");
  await start();
  expect(await query("SELECT current_database() AS name")).toEqual([{ name: "sentinel" }]);
  expect(existsSync(join(dataDir, "postgres", "sentinel-ready"))).toBe(true);
});

test("a server left running by a killed process is taken over, and stopped by the one that took it", async () => {
  const script = `
    import { startEmbeddedDatabase } from "~/platform/embedded-database.server";
    const quiet = { info: () => undefined, warn: () => undefined };
    await startEmbeddedDatabase({ dataDir: process.argv.at(-1), log: quiet });
    process.stdout.write("up");
    setInterval(() => undefined, 1000);`;
  const file = join(process.cwd(), "tests", "platform", `.embedded-${process.pid}.ts`);
  await writeFile(file, script);
  try {
    const owner = spawn(process.execPath, ["--import", "tsx", file, dataDir], { stdio: ["ignore", "pipe", "inherit"] });
    await once(owner.stdout, "data");
    const pid = await postmaster();
    owner.kill("SIGKILL");
    await once(owner, "exit");
    const mine = await start();
    expect(await postmaster()).toBe(pid);
    expect(said).toContain("found the embedded database running, using it");
    await mine.stop();
    expect(isRunning(pid)).toBe(false);
  } finally {
    await rm(file, { force: true });
  }
});
