/**
 * `npm run dev`: prepares the database once, then runs Vite (which serves the web and reloads it) and the worker (which
 * restarts when a file of its own changes) side by side.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";

import { prepareEnvironment } from "./platform/context.server";
import { childEnvironment, readEnv } from "./platform/env.server";

// Vite would read it for the web alone: here web and worker see the same.
if (existsSync(".env")) process.loadEnvFile();
const { env, embedded } = await prepareEnvironment(readEnv());
const childEnv = { ...childEnvironment(env), NODE_ENV: "development" as const, WORKER: "off" };
const commands = [
  ["remix", "vite:dev", "--port", String(env.PORT)],
  ["tsx", "watch", "--clear-screen=false", "worker/index.ts"],
];
const children: ChildProcess[] = commands.map(([command = "", ...args]) =>
  spawn(command, args, { stdio: "inherit", env: childEnv, shell: process.platform === "win32" }),
);

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  for (const child of children) child.kill("SIGTERM");
  await Promise.all(
    children.map((child) => (child.exitCode === null ? new Promise((done) => child.once("exit", done)) : null)),
  );
  await embedded?.stop();
  process.exit(0);
}
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);
for (const child of children) child.once("exit", stop);
