import { issueTokens } from "~/domain/tokens/issue-tokens.server";
import type { Context } from "~/platform/context.server";
import { createDatabase, startPostgres } from "../../support/postgres-server";
import { type RunningSentinel, startSentinel } from "../../support/sentinel";
import { createTestContext, TEST_SECRET } from "../../support/test-context";
import { ask, startChild } from "../child";
import { quantile } from "../quantile";
import { type BenchRoute, benchRoutes } from "./bench-routes";
import { captureStatements, type Statement } from "./capture-statements";
import type { LoadOrder, LoadReport } from "./load-client";
import { BENCH_USER, findSeeded, seedMillion } from "./seed-million";

/** One route: times of a client that asks again as soon as it has the answer, and answers a second to many of them. */
export interface RouteMeasure {
  name: string;
  p50Ms: number;
  p95Ms: number;
  rps: number;
  /** `p50Ms` over that of a bare Express route that runs the same SQL on the same database. */
  ratioToBare: number;
}

export interface ApiMeasure {
  alerts: number;
  routes: RouteMeasure[];
  /** The longest p95 among pages of alerts that an index serves over the shortest. */
  pagesSpread: number;
}

/** Each may make 600 requests a minute. */
const TOKENS = 150;
const WARM_UP = 40;
const SAMPLES = 300;
const SAMPLE_SECONDS = 15;
const CONCURRENCY = 16;
const LOAD_SECONDS = 4;

interface Bench {
  ctx: Context;
  sentinel: RunningSentinel;
  bareUrl: string;
  bearers: Record<string, string>[];
  cookie: Record<string, string>;
  load: (order: Omit<LoadOrder, "requests" | "seconds"> & Partial<LoadOrder>) => Promise<LoadReport>;
}

/**
 * Seeds, starts the built server with its worker off, the bare one and the client as processes of their own, and asks
 * each route.
 *
 * @param databaseUrl one that was seeded before; without it PostgreSQL is started and seeded, and gone afterwards.
 */
export async function measureApi(options: {
  count: number;
  databaseUrl?: string;
  only?: string;
  say: (text: string) => void;
}): Promise<ApiMeasure> {
  const { count, say } = options;
  const releases: (() => unknown)[] = [];
  try {
    const databaseUrl = options.databaseUrl ?? (await freshDatabase(releases));
    const ctx = createTestContext(databaseUrl);
    releases.push(() => ctx.close());
    const seeded = (await findSeeded(ctx)) ?? (await seedMillion(ctx, { count, say }));
    const all = await benchRoutes(ctx, seeded);
    const routes = all.filter(({ name }) => options.only === undefined || name.includes(options.only));
    const bench = await openBench({ ctx, databaseUrl, routes, releases });
    const measured: RouteMeasure[] = [];
    for (const [index, route] of routes.entries()) {
      measured.push(await measureRoute(bench, route, index));
      say(lineOf(measured.at(-1)));
    }
    return { alerts: count, routes: measured, pagesSpread: spreadOf(measured) };
  } finally {
    for (const release of releases.reverse()) await release();
  }
}

async function freshDatabase(releases: (() => unknown)[]): Promise<string> {
  const server = await startPostgres();
  releases.push(server.stop);
  return (await createDatabase(server.url)).url;
}

async function openBench(parts: {
  ctx: Context;
  databaseUrl: string;
  routes: BenchRoute[];
  releases: (() => unknown)[];
}): Promise<Bench> {
  const { ctx, databaseUrl, routes, releases } = parts;
  const user = await ctx.db.user.findUniqueOrThrow({ where: { email: BENCH_USER.email } });
  const bearers: Record<string, string>[] = [];
  for (let made = 0; made < TOKENS; made += 1) {
    const issue = { user, expiresInSeconds: 3600, ip: "127.0.0.1", userAgent: null };
    bearers.push({ authorization: `Bearer ${(await issueTokens(ctx, issue)).accessToken}` });
  }
  const sentinel = await startSentinel({
    env: { DATABASE_URL: databaseUrl, SENTINEL_SECRET: TEST_SECRET, WORKER: "off", LOG_LEVEL: "warn" },
    // Nobody listens to these networks, and /readyz would say so.
    readyPath: "/healthz",
  });
  releases.push(() => sentinel.stop());
  const statements: Record<string, Statement[]> = {};
  for (const [index, { operate }] of routes.entries()) {
    // The second time: what is kept from the first (a large count) isn't asked for again.
    await operate();
    statements[index] = await captureStatements(operate);
  }
  const bare = await startChild<string>(new URL("./bare-server.ts", import.meta.url), [
    databaseUrl,
    JSON.stringify(statements),
  ]);
  releases.push(() => void bare.child.kill());
  const client = await startChild<string>(new URL("./load-client.ts", import.meta.url));
  releases.push(() => void client.child.kill());
  const load: Bench["load"] = (order) =>
    ask<LoadReport>(client.child, { requests: Number.MAX_SAFE_INTEGER, seconds: SAMPLE_SECONDS, ...order });
  return { ctx, sentinel, bareUrl: bare.first, bearers, cookie: await signIn(sentinel.url), load };
}

/** As the form does. */
async function signIn(url: string): Promise<Record<string, string>> {
  const answer = await fetch(`${url}/sign-in`, {
    method: "POST",
    redirect: "manual",
    headers: { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ email: BENCH_USER.email, password: BENCH_USER.password }),
  });
  const cookie = answer.headers.getSetCookie()[0]?.split(";")[0];
  if (cookie === undefined) throw new Error(`the sign-in page answered ${answer.status} without a session`);
  return { cookie };
}

async function measureRoute(
  { sentinel, bareUrl, bearers, cookie, load }: Bench,
  route: BenchRoute,
  index: number,
): Promise<RouteMeasure> {
  // Browsers take what is compressed; whoever measures the API asks for plain answers.
  const headers = route.isPage === true ? [{ ...cookie, "accept-encoding": "gzip, br" }] : bearers;
  const ours = { origin: sentinel.url, path: route.path, headers };
  const theirs = { origin: bareUrl, path: `/${index}`, headers: [{}] };
  const times: number[][] = [];
  for (const target of [ours, theirs]) {
    await load({ ...target, concurrency: 1, requests: WARM_UP });
    times.push((await load({ ...target, concurrency: 1, requests: SAMPLES })).latenciesMs);
  }
  const { requestsPerSecond } = await load({
    ...ours,
    concurrency: route.isSearch === true ? 1 : CONCURRENCY,
    seconds: LOAD_SECONDS,
  });
  const [own = [], bare = []] = times;
  return {
    name: route.name,
    p50Ms: round(quantile(own, 0.5)),
    p95Ms: round(quantile(own, 0.95)),
    rps: Math.round(requestsPerSecond),
    ratioToBare: round(quantile(own, 0.5) / quantile(bare, 0.5)),
  };
}

/** Words have to be looked for; every other page has its index. */
function spreadOf(measured: RouteMeasure[]): number {
  const pages = measured.filter(({ name }) => name.startsWith("alerts:") && !name.includes("words"));
  const times = pages.map(({ p95Ms }) => p95Ms);
  return round(Math.max(...times) / Math.min(...times));
}

const round = (value: number) => Math.round(value * 100) / 100;

function lineOf(measure: RouteMeasure | undefined): string {
  if (measure === undefined) return "";
  const { name, p50Ms, p95Ms, rps, ratioToBare } = measure;
  const times = `p50 ${p50Ms.toFixed(1).padStart(7)} ms   p95 ${p95Ms.toFixed(1).padStart(7)} ms`;
  return `${name.padEnd(40)}${times}   ${String(rps).padStart(5)}/s   ${ratioToBare.toFixed(1).padStart(5)} × bare`;
}
