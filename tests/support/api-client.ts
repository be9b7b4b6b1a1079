import type { ActionFunctionArgs, AppLoadContext, LoaderFunctionArgs } from "@remix-run/node";

import { issueTokens } from "~/domain/tokens/issue-tokens.server";
import { createUser } from "~/domain/users/create-user.server";
import type { Role } from "~/domain/users/role";
import { type Context, createContext } from "~/platform/context.server";
import { parseEnv } from "~/platform/env.server";
import { createAnswerChecker } from "./answer-checker";
import { createTestDatabase } from "./postgres";

interface RouteModule {
  loader?: (args: LoaderFunctionArgs) => Promise<Response>;
  action?: (args: ActionFunctionArgs) => Promise<Response>;
}

/** Every API route by its file's name, as Remix would find them. */
export const apiRoutes = import.meta.glob<RouteModule>("../../app/routes/v1.*.ts");

/** The path of a route file, in OpenAPI's form: `v1.alerts.$id.acknowledge.ts` is `/v1/alerts/{id}/acknowledge`. */
export function pathOfRoute(file: string): string {
  const name = file.replace(/^.*\//, "").replace(/\.ts$/, "");
  const parts = name.replace(/_index$/, "").split(/\.(?![^[]*\])/);
  const segments = parts.filter((part) => part !== "").map((part) => part.replace(/[[\]]/g, "").replace(/_$/, ""));
  return `/${segments.map((part) => (part.startsWith("$") ? `{${part.slice(1) || "*"}}` : part)).join("/")}`;
}

function findRoute(pathname: string): { file: string; path: string; params: Record<string, string> } {
  const patterns = Object.keys(apiRoutes).map((file) => ({ file, path: pathOfRoute(file) }));
  // More literal segments win and the splat comes last, as in React Router.
  const rank = (path: string) => (path.match(/\{/g)?.length ?? 0) + (path.includes("{*}") ? 100 : 0);
  patterns.sort((a, b) => rank(a.path) - rank(b.path));
  for (const { file, path } of patterns) {
    const source = path
      .replace(/[.]/g, "\\.")
      .replace(/\{\*\}/g, "(?<rest>.*)")
      .replace(/\{(\w+)\}/g, "(?<$1>[^/]+)");
    const found = new RegExp(`^${source}$`).exec(pathname);
    if (found) return { file, path, params: { ...found.groups } };
  }
  throw new Error(`no route for ${pathname}`);
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into whatever was answered.
  body: any;
}

export interface CallOptions {
  token?: string;
  /** Sent as JSON unless it is a string or bytes already. */
  body?: unknown;
  headers?: Record<string, string>;
  ip?: string;
  /** The instance that is called; the first one unless said otherwise. */
  instance?: Context;
}

/**
 * The API's routes on a real database, called as Remix calls them, without a socket between. Every answer is held against
 * the OpenAPI document.
 */
export interface ApiClient {
  ctx: Context;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** Makes a user of the role and signs it in. */
  signIn(role: Role): Promise<{ id: string; token: string; refreshToken: string; email: string; password: string }>;
  context(ip?: string): AppLoadContext;
  /** One more web instance on the same database, closed with the client. */
  addInstance(env?: Record<string, string>): Context;
  close(): Promise<void>;
}

/** What the clients' tokens are signed with. */
export const TEST_SECRET = "a secret for tests that is long enough";

/** A client with an empty database of its own. */
export async function createApiClient(env: Record<string, string> = {}): Promise<ApiClient> {
  const database = await createTestDatabase();
  const settings = {
    NODE_ENV: "test",
    LOG_LEVEL: "silent",
    DATABASE_URL: database.url,
    SENTINEL_SECRET: TEST_SECRET,
    ...env,
  };
  const open = (values: Record<string, string>) => {
    const parsed = { ...parseEnv(values), DATABASE_URL: database.url, SENTINEL_SECRET: TEST_SECRET };
    return createContext({ env: parsed, embedded: null }, "test");
  };
  const ctx = open(settings);
  const others: Context[] = [];

  const checkAnswer = createAnswerChecker(ctx.env.PUBLIC_URL);
  const context = (ip = "203.0.113.7"): AppLoadContext => {
    return { ctx, ip, requestId: ctx.newId(), cspNonce: "", closed: new AbortController().signal };
  };
  return {
    ctx,
    context,
    addInstance(more = {}) {
      const other = open({ ...settings, ...more });
      others.push(other);
      return other;
    },
    async call(method, path, { token, body, headers = {}, ip, instance = ctx } = {}) {
      const url = new URL(path, "http://localhost:3000");
      const raw = body === undefined || typeof body === "string" || body instanceof Uint8Array;
      const sent = new Headers(headers);
      if (token !== undefined) sent.set("Authorization", `Bearer ${token}`);
      if (body !== undefined && !raw) sent.set("Content-Type", "application/json");
      const request = new Request(url, {
        method,
        headers: sent,
        body: raw ? ((body as string) ?? null) : JSON.stringify(body),
      });
      const { file, path: pattern, params } = findRoute(url.pathname);
      const module = await apiRoutes[file]?.();
      const serve = ["GET", "HEAD", "OPTIONS"].includes(method) ? module?.loader : module?.action;
      if (serve === undefined) throw new Error(`${file} has no ${method}`);
      const response = await serve({ request, params, context: { ...context(ip), ctx: instance } });
      const text = await response.text();
      const isJson = /[/+]json\b/.test(response.headers.get("Content-Type") ?? "") && text !== "";
      const { status, headers: received } = response;
      const answer: Answer = { status, headers: received, text, body: isJson ? JSON.parse(text) : undefined };
      checkAnswer(method, pattern, answer);
      return answer;
    },
    async signIn(role) {
      const [email, password] = [`${role}-${ctx.newId()}@example.com`, "violet tractor 77 ladders"];
      const user = await createUser(ctx, { actor: { userId: null }, email, name: role, role, password });
      const pair = await issueTokens(ctx, { user: { ...user, sessionVersion: 1 }, ip: "203.0.113.7", userAgent: null });
      return { id: user.id, token: pair.accessToken, refreshToken: pair.refreshToken, email, password };
    },
    async close() {
      await Promise.all([ctx, ...others].map((instance) => instance.close()));
      await database.drop();
    },
  };
}
