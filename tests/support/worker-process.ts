import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { killHard, stopProcess } from "./processes";
import { watchForSecrets } from "./watch-for-secrets";

const PROJECT_ROOT = fileURLToPath(new URL("../..", import.meta.url));
const INHERITED = ["PATH", "HOME", "TMPDIR", "LANG", "LD_LIBRARY_PATH"];

/** The built worker in a process of its own, as `npm run worker` starts it. */
export interface WorkerProcess {
  pid: number;
  /** The end of what it logged. */
  logs: () => string;
  kill9: () => Promise<void>;
  stop: () => Promise<void>;
}

/** Starts it, with modules preloaded; it is at work when it has said "worker started". */
export async function startWorkerProcess(
  env: Record<string, string>,
  { preload = [] }: { preload?: string[] } = {},
): Promise<WorkerProcess> {
  const telemetry = new URL("../../build/worker/telemetry.js", import.meta.url).href;
  const entry = join(PROJECT_ROOT, "build/worker/index.js");
  const inherited = INHERITED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  const imports = [...preload, telemetry].flatMap((url) => ["--import", url]);
  const child = spawn(process.execPath, ["--enable-source-maps", ...imports, entry], {
    cwd: PROJECT_ROOT,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...Object.fromEntries(inherited), NODE_ENV: "production", ...env },
  });
  const pid = child.pid ?? 0;
  const killNow = () => killHard(pid);
  process.once("exit", killNow);
  const ended = once(child, "close").then(() => void process.off("exit", killNow));
  const watch = watchForSecrets(env);
  let log = "";
  const started = new Promise<void>((done) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        watch.read(text);
        log = (log + text).slice(-20_000);
        if (log.includes("worker started")) done();
      });
    }
  });
  const early = ended.then(() => {
    throw new Error(`the worker ended before it had started:\n${log.slice(-2_000)}`);
  });
  early.catch(() => undefined); // Only of interest while it starts.
  await Promise.race([started, early]);
  return {
    pid,
    logs: () => log,
    kill9: async () => {
      killHard(pid);
      await ended;
      watch.requireNone();
    },
    stop: async () => {
      await stopProcess(pid, { graceMs: 10_000 });
      await ended;
      watch.requireNone();
    },
  };
}
