import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";

import { startWorkerThread, type WorkerThread } from "~/platform/worker-thread.server";
import { freePort } from "../support/free-port";
import { createTestDatabase } from "../support/postgres";
import { TEST_SECRET } from "../support/test-context";
import { waitFor } from "../support/wait-for";

let folder: string;
let thread: WorkerThread | undefined;
let lines: { msg: string; delayMs?: number; crashes?: number; err?: { message: string } }[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sentinel-thread-"));
  lines = [];
});
afterEach(async () => {
  await thread?.stop();
  thread = undefined;
  await rm(folder, { recursive: true, force: true });
});

/** Runs a script as the worker. */
async function run(source: string): Promise<WorkerThread> {
  const script = join(folder, "index.mjs");
  await writeFile(script, source);
  const log = pino({ level: "info" }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  thread = startWorkerThread({ env: { MARK: join(folder, "mark") }, log, script });
  return thread;
}

test("a crash is logged with its reason, counted, and followed by a restart that takes longer each time", async () => {
  const started = await run(`setTimeout(() => { throw new Error("the worker is broken") }, 20)`);
  await waitFor(() => started.status().crashes === 3, { timeoutMs: 15_000, describe: "it crashed three times" });
  expect(lines.map(({ delayMs }) => delayMs)).toEqual([500, 1_000, 2_000]);
  expect(lines.map(({ crashes }) => crashes)).toEqual([1, 2, 3]);
  expect(lines.every(({ err }) => err?.message === "the worker is broken")).toBe(true);
  expect(started.status().lastCrashAt).toBeInstanceOf(Date);
});

test("an end by exit is a crash as well, and the process goes on", async () => {
  const started = await run(`
    import { existsSync, writeFileSync } from "node:fs";
    import { parentPort } from "node:worker_threads";
    if (existsSync(process.env.MARK)) parentPort.on("message", () => process.exit(0));
    else {
      writeFileSync(process.env.MARK, "");
      process.exit(7);
    }`);
  await waitFor(() => started.status().crashes === 1, { describe: "it crashed" });
  await waitFor(() => started.status().state === "running", { describe: "it runs again" });
  expect(started.status().crashes).toBe(1);
});

test("asked to stop it ends by itself and is not started again", async () => {
  const started = await run(`
    import { parentPort } from "node:worker_threads";
    parentPort.on("message", (message) => { if (message === "stop") process.exit(0); });
    parentPort.postMessage({ kind: "alive" });`);
  await started.stop();
  expect(started.status()).toMatchObject({ state: "stopped", crashes: 0 });
  await new Promise((done) => setTimeout(done, 700));
  expect(started.status()).toMatchObject({ state: "stopped", crashes: 0 });
});

test("while the worker crashes again and again the web answers", async () => {
  const database = await createTestDatabase();
  // The built server, started in a folder whose worker is broken and whose everything else is the project's own.
  const project = process.cwd();
  await mkdir(join(folder, "build", "worker"), { recursive: true });
  for (const shared of ["node_modules", "package.json", "prisma", "build/server", "build/client"]) {
    await symlink(join(project, shared), join(folder, shared));
  }
  await writeFile(join(folder, "build/worker/index.js"), `throw new Error("the worker is broken");`);
  const port = await freePort();
  const child = spawn(process.execPath, [join(project, "build/server/index.js")], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      PORT: String(port),
      DATABASE_URL: database.url,
      SENTINEL_SECRET: TEST_SECRET,
    },
  });
  let logs = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    logs += text;
  });
  try {
    const healthy = async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).status === 200;
    await waitFor(healthy, { timeoutMs: 20_000, describe: "the web answers" });
    await waitFor(() => logs.includes('"crashes":3'), {
      timeoutMs: 20_000,
      describe: "the worker crashed three times",
    });
    expect(await healthy()).toBe(true);
    expect((await fetch(`http://127.0.0.1:${port}/v1/me`)).status).toBe(401);
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
  } finally {
    child.kill("SIGKILL");
    await database.drop();
  }
});
