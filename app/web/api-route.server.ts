import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { AppError } from "~/domain/errors";
import { clientNetwork } from "~/domain/users/client-network";
import { withLogFields } from "~/platform/log.server";
import { accepts } from "./api/accepts";
import { ApiProblem } from "./api/api-problem";
import { authenticate } from "./api/authenticate.server";
import { buildResponse } from "./api/build-response.server";
import { isConditionalChange, requireMatch } from "./api/conditional-change.server";
import { type EndpointSpec, takesIdempotencyKey } from "./api/endpoint";
import { matchesWeakly } from "./api/etag.server";
import type { HandledEndpoint, PlainInput } from "./api/handle";
import { once } from "./api/idempotency.server";
import { oneChangeAtATime } from "./api/one-change-at-a-time.server";
import { parseBody } from "./api/parse-body";
import { parseQuery, requirePageInReach } from "./api/parse-query";
import { problemResponse } from "./api/problem-response.server";
import { consume } from "./api/rate-limit.server";
import { readBody } from "./api/read-body.server";

type Args = LoaderFunctionArgs | ActionFunctionArgs;

/**
 * All methods of one `/v1` path. Export both `loader` and `action` from the route: a method that is not handled is then
 * answered by the builder (405 with `Allow`) and not by Remix.
 *
 * `current` is the GET whose ETag `If-Match` is compared with, where the route itself has none (`…/acknowledge`).
 */
export function apiRoute(handled: readonly HandledEndpoint[], options: { current?: HandledEndpoint } = {}) {
  const byMethod = new Map(handled.map((entry) => [entry.endpoint.method as string, entry]));
  const current = options.current ?? byMethod.get("GET");
  const methods = [...byMethod.keys(), ...(byMethod.has("GET") ? ["HEAD"] : []), "OPTIONS"];
  const allow = methods.join(", ");

  const serve = async (args: Args): Promise<Response> => {
    const { method } = args.request;
    const headers = new Headers({ "Cache-Control": "no-store" });
    const answer = async () => {
      if (method === "OPTIONS") return new Response(null, { status: 204, headers: { Allow: allow } });
      const entry = byMethod.get(method === "HEAD" ? "GET" : method);
      if (entry === undefined) {
        throw new ApiProblem(405, "method_not_allowed", `${method} is not allowed here.`, {
          headers: { Allow: allow },
        });
      }
      return run(entry, current, args, headers);
    };
    return withLogFields({ requestId: args.context.requestId }, async () => {
      const response = await answer().catch((error: unknown) => problemResponse(error, args.context));
      return finish(response, headers, method);
    });
  };
  return { loader: serve, action: serve };
}

/** Adds what every answer carries (`X-Request-Id` is Express's), and leaves the body of a HEAD away. */
async function finish(response: Response, common: Headers, method: string): Promise<Response> {
  const headers = new Headers(common);
  for (const [name, value] of response.headers) headers.set(name, value);
  if (method !== "HEAD") return new Response(response.body, { status: response.status, headers });
  // A stream would go on for nobody.
  await response.body?.cancel();
  return new Response(null, { status: response.status, headers });
}

async function run(entry: HandledEndpoint, current: HandledEndpoint | undefined, args: Args, headers: Headers) {
  const receivedAtMs = performance.now();
  const { request, context } = args;
  const { ctx } = context;
  const { endpoint } = entry;
  const url = new URL(request.url);

  const actor = await authenticate(request, context, endpoint.action, headers);
  requireAcceptable(request, endpoint);
  const params = parseParams(endpoint.params, args.params);
  const query = parseQuery(url, endpoint.query);
  if (endpoint.list === true) requirePageInReach(query);
  const json = request.method === "GET" || request.method === "HEAD" ? undefined : await readBody(request, endpoint);
  await countAccount(endpoint, args, json, headers);
  const body = await parseBody(json, endpoint.body);

  const closed = context.closed;
  const input: PlainInput = { ctx, actor, params, query, body, request, context, closed, receivedAtMs };
  const execute = async () => buildResponse(ctx, endpoint, await entry.run(input));
  if (isConditionalChange(request)) {
    // The resource, not the path: `…/acknowledge` changes what the path above it shows.
    const resource = `${current?.endpoint.path ?? endpoint.path} ${JSON.stringify(params)}`;
    return oneChangeAtATime(ctx, resource, async () => {
      await requireMatch(request, current, input);
      return execute();
    });
  }

  const key = request.headers.get("Idempotency-Key");
  if (key !== null && takesIdempotencyKey(endpoint)) {
    const callerId = actor.userId ?? `ip ${context.ip}`;
    return once(ctx, { callerId, route: `POST ${url.pathname}${url.search}`, key, json }, execute);
  }
  return notModified(request, await execute());
}

function requireAcceptable(request: Request, { responses }: EndpointSpec): void {
  const types = Object.values(responses).flatMap((spec) => [
    spec.contentType ?? "application/json",
    ...(spec.alsoTypes ?? []),
  ]);
  const header = request.headers.get("Accept");
  if (types.some((type) => accepts(header, type.split(";")[0] ?? type))) return;
  throw new ApiProblem(406, "not_acceptable", `This endpoint answers ${[...new Set(types)].join(" or ")}.`);
}

/** An id that is no UUID is an id that doesn't exist. */
function parseParams(schema: z.ZodObject | undefined, params: Args["params"]): unknown {
  const parsed = (schema ?? z.object({})).safeParse(params);
  if (!parsed.success) throw new AppError("not_found", "There is nothing under this id.");
  return parsed.data;
}

async function countAccount({ accountLimit, path }: EndpointSpec, { context }: Args, json: unknown, headers: Headers) {
  if (accountLimit === undefined) return;
  const body = typeof json === "object" && json !== null ? (json as Record<string, unknown>) : {};
  const named = accountLimit.account === undefined ? "" : body[accountLimit.account];
  // Not checked yet: what is no text names no account, and an object may even refuse to become a text.
  const account = context.ctx.secrets.digest(typeof named === "string" ? named.trim().toLowerCase() : "");
  const limit = { name: path, isShared: true, ...accountLimit };
  await consume(context.ctx, limit, `${clientNetwork(context.ip)} ${account}`, headers);
}

function notModified(request: Request, response: Response): Response {
  const header = request.headers.get("If-None-Match");
  const etag = response.headers.get("ETag");
  const safe = request.method === "GET" || request.method === "HEAD";
  if (!safe || header === null || etag === null || !matchesWeakly(header, etag)) return response;
  return new Response(null, { status: 304, headers: { ETag: etag } });
}
