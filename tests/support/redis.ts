import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Redis } from "ioredis";

import { freePort } from "./free-port";
import { isOnPath, stopProcess } from "./processes";
import { waitFor } from "./wait-for";

export interface TestRedis {
  /** `redis://…`, with a database number of its own when the server is somebody else's. */
  url: string;
  /** Ends the server (keeping its data for `restart`), as if the machine had gone. */
  kill: () => Promise<void>;
  /** The same data on the same port again. */
  restart: () => Promise<void>;
  /** Alive but silent (SIGSTOP), until `resume`. */
  pause: () => void;
  resume: () => void;
  stop: () => Promise<void>;
}

/**
 * A real Redis for one test file: a server of its own on a free port, with BullMQ's required `noeviction` and an
 * append-only file so that `kill` and `restart` lose nothing. Where `redis-server` isn't installed, an empty database
 * of the server behind `REDIS_URL`, which can't be killed or paused.
 */
export async function startRedis(): Promise<TestRedis> {
  const external = process.env.REDIS_URL;
  if (external && !isOnPath("redis-server")) return borrowDatabase(external);

  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), "sentinel-redis-"));
  let server = await launch(port, folder);
  const killNow = () => server.kill("SIGKILL");
  process.once("exit", killNow);
  const pidOf = (child: ChildProcess) => child.pid ?? 0;

  return {
    url: `redis://127.0.0.1:${port}`,
    kill: async () => {
      const ended = once(server, "exit");
      server.kill("SIGKILL");
      await ended;
    },
    restart: async () => {
      server = await launch(port, folder);
    },
    pause: () => void server.kill("SIGSTOP"),
    resume: () => void server.kill("SIGCONT"),
    stop: async () => {
      process.off("exit", killNow);
      server.kill("SIGCONT");
      if (server.exitCode === null && server.signalCode === null) await stopProcess(pidOf(server));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function launch(port: number, folder: string): Promise<ChildProcess> {
  const options = {
    port,
    dir: folder,
    bind: "127.0.0.1",
    appendonly: "yes",
    save: "",
    "maxmemory-policy": "noeviction",
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const server = spawn("redis-server", args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (chunk) => (output += chunk));
  let failure: Error | undefined;
  server.once("error", (error) => (failure = error));
  await waitFor(
    () => {
      if (failure ?? server.exitCode !== null) return "gone";
      return output.includes("Ready to accept connections");
    },
    { describe: "redis-server accepts connections" },
  );
  if (failure) throw new Error("redis-server can't be started: is it on the PATH?", { cause: failure });
  if (server.exitCode !== null) throw new Error(`redis-server ended with ${server.exitCode}: ${output}`);
  return server;
}

/** An empty database of a server that we don't own: taken with a lock key, emptied when given back. */
async function borrowDatabase(external: string): Promise<TestRedis> {
  for (let number = 1; number < 16; number += 1) {
    const url = new URL(external);
    url.pathname = `/${number}`;
    const redis = new Redis(url.href, { maxRetriesPerRequest: 1 });
    try {
      if ((await redis.dbsize()) > 0) continue;
      if ((await redis.set("sentinel-test-lock", process.pid, "NX")) !== "OK") continue;
    } finally {
      redis.disconnect();
    }
    const refuse = () => {
      throw new Error("the server behind REDIS_URL isn't ours to kill or pause");
    };
    const stop = async () => {
      const last = new Redis(url.href);
      await last.flushdb();
      last.disconnect();
    };
    return { url: url.href, kill: refuse, restart: refuse, pause: refuse, resume: refuse, stop };
  }
  throw new Error("REDIS_URL: none of the databases 1 to 15 is empty");
}
