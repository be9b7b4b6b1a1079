import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { freePort } from "./free-port";
import { killHard, stopProcess } from "./processes";
import { stopDatabaseIn } from "./prune-old-servers";
import { waitFor } from "./wait-for";
import { watchForSecrets } from "./watch-for-secrets";

const PROJECT_ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The built web server, by its absolute path, so that its command line can be recognised. */
const SERVER_ENTRY = join(PROJECT_ROOT, "build/server/index.js");

/** Preloaded, as `npm start` does. */
const TELEMETRY = new URL("../../build/worker/telemetry.js", import.meta.url).href;

/** The first admin that a started Sentinel is given when the caller names none. */
export const TEST_ADMIN = { email: "admin@sentinel.test", password: "correct-horse-battery-9" };

export interface SentinelOptions {
  /** Variables of Sentinel's environment; the test's own environment is not inherited. */
  env?: Record<string, string>;
  /** Default: a temporary one that `stop` removes. */
  dataDir?: string;
  port?: number;
  /** JSON logs go here too. */
  logFile?: string;
  /** Default 60,000. */
  readyTimeoutMs?: number;
  /** What must say 200 before the start counts: by default `/readyz`; `/healthz` when a dependency is meant to be away. */
  readyPath?: "/readyz" | "/healthz";
  /** Gives up waiting, and ends what was started. */
  signal?: AbortSignal;
  /** Told the process id as soon as there is one. */
  onSpawn?: (pid: number) => void;
}

export interface RunningSentinel {
  url: string;
  port: number;
  pid: number;
  dataDir: string;
  /** An access token; without arguments the first admin's. */
  token: (email?: string, password?: string) => Promise<string>;
  /** `fetch` of a path with JSON in and out: a body is sent as JSON, and a token as Bearer. */
  api: (path: string, init?: ApiInit) => Promise<ApiAnswer>;
  /** Everything it logged so far. */
  logs: () => string;
  /** SIGTERM, then SIGKILL after `graceMs` (default 4,000); its database too. Returns whether it ended by itself. */
  stop: (options?: { graceMs?: number }) => Promise<boolean>;
  /** As if the machine lost the process; its database may go on. */
  kill9: () => Promise<void>;
  /** Resolves when the process has ended, however. */
  ended: Promise<void>;
}

export interface ApiInit {
  method?: string;
  body?: unknown;
  token?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

interface ApiAnswer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: callers reach into whatever was answered.
  body: any;
}

/** What a process needs of its surroundings, and nothing that configures Sentinel. */
const INHERITED = ["PATH", "HOME", "TMPDIR", "LANG", "LD_LIBRARY_PATH"];

/**
 * Starts the built server (`npm run build` must have run) as its own process and waits until it is ready.
 *
 * @throws Error with the end of its log when it ends first or isn't ready in time.
 */
export async function startSentinel(options: SentinelOptions = {}): Promise<RunningSentinel> {
  if (!existsSync(SERVER_ENTRY)) throw new Error("build/ is missing: run npm run build first");
  const port = options.port ?? (await freePort());
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "sentinel-")));
  const admin = {
    email: options.env?.ADMIN_EMAIL ?? TEST_ADMIN.email,
    password: options.env?.ADMIN_PASSWORD ?? TEST_ADMIN.password,
  };
  const { child, logs, ended, watch } = launch(port, dataDir, admin, options);
  const pid = child.pid ?? 0;
  options.onSpawn?.(pid);
  const url = `http://127.0.0.1:${port}`;
  const killNow = () => killHard(pid);
  process.once("exit", killNow);

  const stop = async ({ graceMs = 4000 } = {}) => {
    const byItself = await stopProcess(pid, { graceMs });
    process.off("exit", killNow);
    await ended;
    await stopDatabaseIn(dataDir, byItself ? {} : { graceMs: 800 });
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    watch.requireNone();
    return byItself;
  };
  const api = (path: string, init: ApiInit = {}) => callApi(url, path, init);
  try {
    await untilReady(url, child, options);
  } catch (error) {
    await stop({ graceMs: 2000 });
    options.signal?.throwIfAborted();
    throw new Error(`Sentinel did not get ready; the end of its log:\n${logs().slice(-3000)}`, { cause: error });
  }
  return {
    url,
    port,
    pid,
    dataDir,
    api,
    logs,
    stop,
    ended,
    token: async (email = admin.email, password = admin.password) => {
      const answer = await api("/v1/auth/token", { method: "POST", body: { email, password } });
      if (answer.status !== 200) throw new Error(`no token for ${email}: ${JSON.stringify(answer.body)}`);
      return answer.body.accessToken;
    },
    kill9: async () => {
      killHard(pid);
      process.off("exit", killNow);
      await ended;
      watch.requireNone();
    },
  };
}

function launch(port: number, dataDir: string, admin: typeof TEST_ADMIN, { env = {}, logFile }: SentinelOptions) {
  const inherited = INHERITED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  const child = spawn(process.execPath, ["--enable-source-maps", "--import", TELEMETRY, SERVER_ENTRY], {
    cwd: PROJECT_ROOT,
    // A group of its own: Ctrl-C must reach whoever started it, who then stops everything in order.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...Object.fromEntries(inherited),
      NODE_ENV: "production",
      PORT: String(port),
      HOST: "127.0.0.1",
      SENTINEL_DATA_DIR: dataDir,
      ADMIN_EMAIL: admin.email,
      ADMIN_PASSWORD: admin.password,
      ...env,
    },
  });
  const file = logFile === undefined ? undefined : createWriteStream(logFile, { flags: "a", mode: 0o600 });
  const kept: string[] = [];
  const watch = watchForSecrets({ ADMIN_PASSWORD: admin.password, ...env });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      file?.write(text);
      watch.read(text);
      kept.push(text);
      if (kept.length > 5000) kept.splice(0, 1000); // The file, if any, has it all.
    });
  }
  const ended = once(child, "close").then(() => void file?.end());
  return { child, ended, watch, logs: () => kept.join("") };
}

async function untilReady(
  url: string,
  child: ChildProcess,
  { readyTimeoutMs: timeoutMs = 60_000, readyPath = "/readyz", signal }: SentinelOptions,
): Promise<void> {
  let last = "no answer yet";
  const ready = await waitFor(
    async () => {
      if (child.exitCode !== null || child.signalCode !== null) return "ended";
      const answer = await fetch(url + readyPath, { signal: AbortSignal.timeout(2000) });
      last = `${answer.status} ${await answer.text()}`;
      if (answer.status !== 200) throw new Error(last);
      return "ready";
    },
    { timeoutMs, intervalMs: 50, describe: `${readyPath} says 200`, ...(signal === undefined ? {} : { signal }) },
  );
  if (ready === "ended") throw new Error(`it ended with ${child.exitCode ?? child.signalCode}`);
}

async function callApi(url: string, path: string, { method, body, token, headers, signal }: ApiInit) {
  const answer = await fetch(url + path, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers: {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    redirect: "manual",
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  const text = await answer.text();
  const isJson = /\bjson\b/.test(answer.headers.get("content-type") ?? "");
  return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
}
