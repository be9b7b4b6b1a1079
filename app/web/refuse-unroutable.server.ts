import type { Request, RequestHandler } from "express";

import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import { ApiProblem } from "./api/api-problem";
import { invalidIdempotencyKey } from "./api/idempotency.server";
import { invalidRequest } from "./api/invalid-request";
import { isDecodable, misencodedParameter } from "./api/misencoded-parameter";
import { problemResponse } from "./api/problem-response.server";
import { allowedMethods } from "./openapi.server";
import { sendProblem } from "./send-problem.server";

const ROUTABLE = new Set(["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]);
/** Remix takes these away before a route sees them, so that the API could not refuse them as unknown. */
const TAKEN_BY_REMIX = ["index", "_data", "_routes"];

/** Longer than any address that makes sense, each character escaped; Node itself cuts off at 16 KiB of headers. */
const MAX_ADDRESS_LENGTH = 12_288;
/** Remix drops headers without a value: the client would think that its condition held. */
const NOT_EMPTY = ["If-Match", "If-None-Match"];

/**
 * Refuses, in the API's own form, what Remix would answer in its own: methods that it doesn't know (its `Request` even
 * throws for TRACE), its data requests (`….data`) for API routes, and what it keeps from them: its own parameters, and
 * headers without a value. And every path that is not written exactly as the API has it: Remix also takes other case,
 * dot segments and a slash at the end, none of which a proxy's rule for the path would match.
 */
export function refuseUnroutable(ctx: Context): RequestHandler {
  return async (request, response, next) => {
    if (leadsToApi(request.originalUrl)) {
      const refusal = refusalOf(request);
      if (refusal === null) return next();
      await sendProblem(problemResponse(refusal, { ctx }), response);
    } else if (!ROUTABLE.has(request.method)) {
      response.status(405).set("Allow", "GET, HEAD, POST").type("text").send("This method is not allowed here.\n");
    } else if (!isReadable(request.originalUrl)) {
      response.status(400).type("text").send("The address can't be read.\n");
    } else {
      next();
    }
  };
}

/** As Remix will read it: with dot segments resolved, and in any case. */
function leadsToApi(originalUrl: string): boolean {
  const here = "http://sentinel.invalid";
  const path = URL.canParse(here + originalUrl) ? new URL(here + originalUrl).pathname : originalUrl;
  return /^\/+v1(\/|$)/i.test(path);
}

/** A page's address, of which nothing may be a NUL: the database has none, no page could look for one. */
const isReadable = (originalUrl: string) =>
  isDecodable(originalUrl.split("?")[0] ?? "") && !originalUrl.includes("%00");

function refusalOf(request: Request): AppError | ApiProblem | null {
  const { method, query, originalUrl } = request;
  if (originalUrl.length > MAX_ADDRESS_LENGTH) {
    return new ApiProblem(414, "uri_too_long", `The address may have at most ${MAX_ADDRESS_LENGTH} characters.`);
  }
  const [path = "", ...rest] = originalUrl.split("?");
  if (!isDecodable(path)) {
    return new AppError("invalid_input", "The path is not percent-encoded UTF-8.", { slug: "malformed_path" });
  }
  const allowed = allowedMethods(path);
  if (allowed === null) return new AppError("not_found", `The API has no ${path}.`, { slug: "unknown_path" });
  if (!ROUTABLE.has(method)) {
    const headers = { Allow: allowed };
    return new ApiProblem(405, "method_not_allowed", `${method} is not allowed here.`, { headers });
  }
  if (method === "POST" && request.get("Idempotency-Key") === "") return invalidIdempotencyKey();
  const empty = NOT_EMPTY.find((name) => request.get(name) === "");
  if (empty !== undefined) {
    return new AppError("invalid_input", `${empty} is empty; it must be an ETag, or *.`, { slug: "invalid_condition" });
  }
  const misencoded = misencodedParameter(rest.join("?"));
  if (misencoded !== undefined) {
    const detail = "is not percent-encoded UTF-8";
    return invalidRequest([{ pointer: `?${misencoded}`, detail, code: "invalid_encoding" }]);
  }
  const taken = TAKEN_BY_REMIX.filter((name) => Object.hasOwn(query, name));
  if (taken.length === 0) return null;
  const detail = "is not a query parameter of this endpoint";
  return invalidRequest(taken.map((name) => ({ pointer: `?${name}`, detail, code: "unknown_field" })));
}
