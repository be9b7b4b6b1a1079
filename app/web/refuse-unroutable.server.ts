import type { Request, RequestHandler, Response } from "express";

import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import { ApiProblem } from "./api/api-problem";
import { invalidRequest } from "./api/invalid-request";
import { problemResponse } from "./api/problem-response.server";
import { allowedMethods } from "./openapi.server";

const ROUTABLE = new Set(["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]);
/** Remix takes these away before a route sees them, so that the API could not refuse them as unknown. */
const TAKEN_BY_REMIX = ["index", "_routes"];

/**
 * Refuses, in the API's own form, what Remix would answer in its own: methods that it doesn't know (its `Request` even
 * throws for TRACE), its data requests (`….data`) for API routes, and what it keeps from them: its own parameters, and
 * headers without a value.
 */
export function refuseUnroutable(ctx: Context): RequestHandler {
  return async (request, response, next) => {
    const isApi = /^\/v1(\/|$)/i.test(request.path);
    if (isApi) {
      const refusal = refusalOf(request);
      if (refusal === null) return next();
      const { requestId, cspNonce } = response.locals as { requestId: string; cspNonce: string };
      const closed = new AbortController().signal;
      await send(problemResponse(refusal, { ctx, closed, requestId, cspNonce, ip: request.ip ?? "" }), response);
    } else if (!ROUTABLE.has(request.method)) {
      response.status(405).set("Allow", "GET, HEAD, POST").type("text").send("This method is not allowed here.\n");
    } else if (/[?&][^#]*%00/.test(request.originalUrl)) {
      // The database has no NUL: no page could look for one.
      response.status(400).type("text").send("The address has a NUL character.\n");
    } else {
      next();
    }
  };
}

function refusalOf(request: Request): AppError | ApiProblem | null {
  const { method, path, query } = request;
  const allowed = ROUTABLE.has(method) ? null : allowedMethods(path);
  if (path.endsWith(".data") || (!ROUTABLE.has(method) && allowed === null)) {
    return new AppError("not_found", `The API has no ${path}.`, { slug: "unknown_path" });
  }
  if (allowed !== null) {
    const headers = { Allow: allowed };
    return new ApiProblem(405, "method_not_allowed", `${method} is not allowed here.`, { headers });
  }
  // Remix drops headers without a value: the client would think itself safe from creating twice.
  if (method === "POST" && request.get("Idempotency-Key") === "") {
    return new AppError("invalid_input", "Idempotency-Key must be 1 to 255 printable ASCII characters.");
  }
  const taken = TAKEN_BY_REMIX.filter((name) => Object.hasOwn(query, name));
  if (taken.length === 0) return null;
  const detail = "is not a query parameter of this endpoint";
  return invalidRequest(taken.map((name) => ({ pointer: `?${name}`, detail, code: "unknown_field" })));
}

async function send(problem: globalThis.Response, response: Response): Promise<void> {
  response.status(problem.status).set("Cache-Control", "no-store");
  for (const [name, value] of problem.headers) response.set(name, value);
  response.end(await problem.text());
}
