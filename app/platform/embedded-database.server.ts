import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import pg from "pg";

import { isAlive, pgCtl, runInitdb } from "./embedded-database/binaries.server";
import { isServerOf } from "./embedded-database/is-server-of.server";

/** The one database and role inside the embedded server. */
const NAME = "sentinel";
/** A server left by a killed process may still be recovering. */
const RECOVERY_LIMIT_MS = 30_000;

interface EmbeddedLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** A running embedded PostgreSQL. */
export interface EmbeddedDatabase {
  url: string;
  /** Stops the server, unless another live process owns it. */
  stop(): Promise<void>;
}

type UrlAt = (port: number, database?: string) => string;

async function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address ? done(address.port) : fail(new Error("no free port")),
      );
    });
  });
}

/** `postmaster.pid`: line 1 the pid, line 4 the port (PostgreSQL, "Server Start-up"). */
function readPostmaster(clusterDir: string): { pid: number; port: number } | null {
  try {
    const lines = readFileSync(join(clusterDir, "postmaster.pid"), "utf8").split("\n");
    const pid = Number(lines[0]);
    const port = Number(lines[3]);
    return Number.isInteger(pid) && port > 0 ? { pid, port } : null;
  } catch {
    return null;
  }
}

/** The server that runs in this cluster, if any; the file that a dead one left is removed. */
async function findRunning(clusterDir: string): Promise<{ pid: number; port: number } | null> {
  const left = readPostmaster(clusterDir);
  if (left !== null && (await isServerOf(left.pid, clusterDir))) return left;
  rmSync(join(clusterDir, "postmaster.pid"), { force: true });
  return null;
}

/** Finds a server that a killed Sentinel left behind and waits until it answers; one that never does is stopped. */
async function takeOver(clusterDir: string, urlAt: UrlAt): Promise<{ port: number } | null> {
  const left = await findRunning(clusterDir);
  if (left === null) return null;
  const deadline = Date.now() + RECOVERY_LIMIT_MS;
  while (Date.now() < deadline) {
    if (await answers(urlAt(left.port))) return left;
    if ((await findRunning(clusterDir)) === null) return null;
    await new Promise((done) => setTimeout(done, 250));
  }
  await pgCtl.stop(clusterDir);
  return null;
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  // A server that stops between connecting and ending reports here; the query's own failure is the answer.
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("SELECT 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function readOrMake(path: string, make: () => string): string {
  if (!existsSync(path)) writeFileSync(path, make(), { mode: 0o600 });
  return readFileSync(path, "utf8").trim();
}

async function initialise(clusterDir: string, passwordFile: string, urlAt: UrlAt): Promise<void> {
  await runInitdb(clusterDir, passwordFile, NAME);
  const port = await freePort();
  await pgCtl.start(clusterDir, port);
  const client = new pg.Client({ connectionString: urlAt(port, "postgres") });
  await client.connect();
  await client.query(`CREATE DATABASE ${NAME}`);
  await client.end();
  await pgCtl.stop(clusterDir);
  writeFileSync(join(clusterDir, "sentinel-ready"), "");
}

/**
 * Starts PostgreSQL in the data directory, or takes over the one that a killed Sentinel left running there. While this
 * process owns it, a server that dies is started again on the same port.
 */
export async function startEmbeddedDatabase(options: { dataDir: string; log: EmbeddedLog }): Promise<EmbeddedDatabase> {
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const clusterDir = join(dataDir, "postgres");
  const ownerFile = join(dataDir, "postgres-owner.pid");
  const passwordFile = join(dataDir, "postgres-password");
  const password = readOrMake(passwordFile, () => randomBytes(24).toString("hex"));
  const urlAt: UrlAt = (port, database = NAME) => `postgresql://${NAME}:${password}@127.0.0.1:${port}/${database}`;

  if (!existsSync(join(clusterDir, "sentinel-ready"))) {
    // A first start that was killed half-way left a cluster nobody has used yet, perhaps with its server.
    if ((await findRunning(clusterDir)) !== null) await pgCtl.stop(clusterDir);
    rmSync(clusterDir, { recursive: true, force: true });
    await initialise(clusterDir, passwordFile, urlAt);
  }

  const running = await takeOver(clusterDir, urlAt);
  const port = running?.port ?? (await freePort());
  if (running) {
    options.log.info({ port }, "found the embedded database running, using it");
  } else {
    await pgCtl.start(clusterDir, port);
    options.log.info({ port, dataDir }, "embedded database started");
  }

  const owner = existsSync(ownerFile) ? Number(readFileSync(ownerFile, "utf8")) : 0;
  const owned = !running || owner === process.pid || !isAlive(owner);
  if (owned) writeFileSync(ownerFile, String(process.pid));
  const watchdog = owned ? watch(clusterDir, port, options.log) : null;

  return {
    url: urlAt(port),
    stop: async () => {
      if (watchdog === null) return;
      clearInterval(watchdog);
      await pgCtl.stop(clusterDir);
    },
  };
}

/** Restarts the server when it was killed; its own crash recovery replays what was committed. */
function watch(clusterDir: string, port: number, log: EmbeddedLog): NodeJS.Timeout {
  let busy = false;
  const look = async () => {
    if ((await findRunning(clusterDir)) !== null) return;
    log.warn({ port }, "the embedded database is gone, starting it again");
    await pgCtl.start(clusterDir, port);
  };
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    look()
      .catch((error: unknown) => log.warn({ err: error }, "the embedded database did not start"))
      .finally(() => {
        busy = false;
      });
  }, 1_000);
  timer.unref();
  return timer;
}
