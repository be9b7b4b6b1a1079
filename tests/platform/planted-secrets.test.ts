import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

import { createTestDatabase, type TestDatabase } from "../support/postgres";
import { startRedis, type TestRedis } from "../support/redis";
import { type RunningSentinel, startSentinel } from "../support/sentinel";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy";
import { waitFor } from "../support/wait-for";
import { type EchoServer, startEchoServer } from "./planted/echo-server";
import { findPlanted } from "./planted/find-planted";
import { type OtlpReceiver, startOtlpReceiver } from "./planted/otlp-receiver";
import { ADMIN, planted, value } from "./planted/planted-values";
import { openLinks, readAll } from "./planted/read-all";
import { readDatabase, readRedis } from "./planted/read-everything";
import { beRefused, useAccount, useChannels } from "./planted/use-everything";
import { Visitor } from "./planted/visitor";

let dataDir: string;
let database: TestDatabase;
let redis: TestRedis;
let echo: EchoServer;
let otlp: OtlpReceiver;
let proxy: TcpProxy;
let sentinel: RunningSentinel;
let visitor: Visitor;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "sentinel-planted-"));
  [database, redis, echo, otlp] = await Promise.all([
    createTestDatabase(),
    startRedis(),
    startEchoServer(),
    startOtlpReceiver(),
  ]);
  proxy = await startTcpProxy(database.url);
  planted["database password"] = new URL(database.url).password;
  const rpc = new URL(`${echo.wsUrl}/v3/${value("RPC URL's path")}?apikey=${value("RPC URL's query")}`);
  rpc.username = "node";
  rpc.password = value("RPC URL's user");
  sentinel = await startSentinel({
    dataDir,
    logFile: join(dataDir, "log"),
    readyPath: "/healthz",
    env: {
      DATABASE_URL: proxy.through(database.url),
      REDIS_URL: redis.url,
      SENTINEL_SECRET: value("SENTINEL_SECRET"),
      ADMIN_EMAIL: ADMIN,
      ADMIN_PASSWORD: value("ADMIN_PASSWORD"),
      SENTINEL_NETWORKS: JSON.stringify([{ name: "planted", chainId: 1, rpcUrls: [rpc.href] }]),
      SMTP_URL: `smtp://mailer:${value("SMTP password")}@127.0.0.1:1`,
      SMTP_FROM: "sentinel@example.com",
      DISCORD_API_BASE: echo.url,
      SLACK_API_BASE: echo.url,
      TELEGRAM_API_BASE: echo.url,
      PAGERDUTY_API_BASE: echo.url,
      WEBHOOK_ALLOWED_CIDRS: "127.0.0.0/8",
      METRICS_TOKEN: value("METRICS_TOKEN"),
      LOG_LEVEL: "trace",
      OTEL_ENABLED: "true",
      OTEL_EXPORTER_URL: otlp.url,
    },
  });
  visitor = new Visitor(sentinel.url);
});
afterAll(async () => {
  await sentinel?.stop();
  await proxy?.close();
  await Promise.all([otlp?.close(), echo?.close(), redis?.stop(), database?.drop()]);
  await rm(dataDir, { recursive: true, force: true });
});

async function loseDatabase(cookie: string): Promise<void> {
  await proxy.cut();
  await visitor.ask("/v1/networks");
  await visitor.ask("/v1/auth/token", { body: { email: ADMIN, password: value("ADMIN_PASSWORD") }, token: "" });
  await visitor.ask("/channels", { headers: { cookie } });
  await visitor.ask("/readyz");
  await proxy.restore();
  await waitFor(
    async () => (await fetch(`${sentinel.url}/v1/me`, { headers: { authorization: `Bearer ${visitor.token}` } })).ok,
    {
      timeoutMs: 30_000,
      describe: "the database is there again",
    },
  );
}

test("no planted secret comes out: not in a log line, span, metric, answer, page, job, or row that isn't sealed", async () => {
  const first = await visitor.signInByApi(value("ADMIN_PASSWORD"));
  visitor.token = first.accessToken;
  await useChannels(visitor, echo);
  await useAccount(visitor, first);
  await beRefused(visitor, echo);
  const cookie = await visitor.signInByForm(value("ADMIN_PASSWORD"));
  await openLinks(visitor);
  await readAll(visitor, cookie);
  await loseDatabase(cookie);
  await waitFor(() => /resourceSpans/.test(otlp.received()) && /resourceMetrics/.test(otlp.received()), {
    timeoutMs: 40_000,
    describe: "spans and metrics have arrived",
  });
  const jobs = await readRedis(redis.url);
  await sentinel.stop({ graceMs: 10_000 });

  const log = await readFile(join(dataDir, "log"), "utf8");
  expect(log.split("\n").length).toBeGreaterThan(100);
  expect(jobs.length).toBeGreaterThan(100);
  const found = [
    ...findPlanted(log, planted).map((each) => ({ sink: "log", ...each })),
    ...findPlanted(otlp.received(), planted).map((each) => ({ sink: "telemetry", ...each })),
    ...findPlanted(jobs, planted).map((each) => ({ sink: "Redis", ...each })),
    ...visitor.answers.flatMap(({ asked, text }) =>
      findPlanted(text, planted).map((each) => ({ sink: asked, ...each })),
    ),
  ];
  for (const [column, text] of await readDatabase(database.url)) {
    found.push(...findPlanted(text, planted).map((each) => ({ sink: column, ...each })));
  }
  expect(found).toEqual([]);
}, 240_000);
