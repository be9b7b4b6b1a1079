import type { Context } from "~/platform/context.server";
import type { EndpointSpec } from "./endpoint";
import { etagOf } from "./etag.server";
import type { PlainResult } from "./handle";

/** Turns a handler's answer into a response, checked against what its endpoint declares. */
export function buildResponse(ctx: Context, endpoint: EndpointSpec, result: PlainResult | Response): Response {
  if (result instanceof Response) return result;
  const spec = endpoint.responses[result.status];
  const headers = new Headers(result.headers);
  if (spec?.schema === undefined) return new Response(null, { status: result.status, headers });

  const text = JSON.stringify(checked(ctx, endpoint, result));
  headers.set("Content-Type", spec.contentType ?? "application/json; charset=utf-8");
  // Without it small answers would be compressed, for nobody would know that they are small.
  headers.set("Content-Length", String(Buffer.byteLength(text)));
  if (carriesEtag(endpoint, result.status)) headers.set("ETag", etagOf(text));
  return new Response(text, { status: result.status, headers });
}

/**
 * The parsed body, so that no undeclared field gets out. One that doesn't fit its schema is a bug: in development and
 * tests it fails the request, in production it is logged and the client still gets its answer.
 */
function checked(ctx: Context, { method, path, responses }: EndpointSpec, { status, body }: PlainResult): unknown {
  const parsed = responses[status]?.schema?.safeParse(body);
  if (parsed === undefined || parsed.success) return parsed?.data;
  const error = new Error(`${method} ${path} answered ${status} with a body that its schema refuses`, {
    cause: parsed.error,
  });
  if (ctx.env.NODE_ENV !== "production") throw error;
  ctx.log.error({ err: error }, "response does not fit its schema");
  return body;
}

/** Single resources do: what a GET shows, and what a change or a creation answers with the same representation. */
function carriesEtag({ method, list, etag }: EndpointSpec, status: number): boolean {
  if (list === true || etag === false) return false;
  if (method === "GET" || method === "PATCH" || method === "PUT") return status === 200;
  return method === "POST" && status === 201;
}
