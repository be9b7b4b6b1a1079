import type { AppLoadContext } from "@remix-run/node";
import type { z } from "zod";

import type { PERMISSIONS } from "~/domain/access/permissions";
import type { Actor } from "~/domain/audit/actor";
import type { Role } from "~/domain/users/role";
import type { Context } from "~/platform/context.server";
import type { EndpointSpec } from "./endpoint";

/** The caller of an endpoint that needs a token. */
export interface ApiActor extends Actor {
  userId: string;
  role: Role;
  ip: string;
  requestId: string;
}

type Parsed<E, K extends "params" | "query" | "body"> =
  E extends Record<K, infer Schema extends z.ZodType> ? z.output<Schema> : undefined;

/** What a handler is given: everything checked, nothing left to parse. */
export interface HandlerInput<E extends EndpointSpec> {
  ctx: Context;
  actor: (typeof PERMISSIONS)[E["action"]]["role"] extends "anyone" ? Actor : ApiActor;
  params: Parsed<E, "params">;
  query: Parsed<E, "query">;
  body: Parsed<E, "body">;
  request: Request;
  context: AppLoadContext;
  /** Aborts when the client goes away; for streams. */
  closed: AbortSignal;
  /** When the request came in, on the process's own clock (`performance.now()`). */
  receivedAtMs: number;
}

type Status<E extends EndpointSpec> = keyof E["responses"] & number;

type Body<E extends EndpointSpec, S extends Status<E>> = E["responses"][S] extends {
  schema: infer Schema extends z.ZodType;
}
  ? z.input<Schema>
  : undefined;

/** What a handler answers: one of the declared statuses with its body. */
export type HandlerResult<E extends EndpointSpec, S extends Status<E>> = {
  status: S;
  headers?: Record<string, string>;
} & (undefined extends Body<E, S> ? { body?: Body<E, S> } : { body: Body<E, S> });

/** A handler's answer once the types of its endpoint are forgotten. */
export interface PlainResult {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** An input once the types of its endpoint are forgotten. */
export interface PlainInput extends Omit<HandlerInput<EndpointSpec>, "params" | "query" | "body" | "actor"> {
  actor: Actor;
  params: unknown;
  query: unknown;
  body: unknown;
}

/** An endpoint with its handler. */
export interface HandledEndpoint {
  endpoint: EndpointSpec;
  run(input: PlainInput): Promise<PlainResult | Response>;
}

/**
 * Ties a handler to its endpoint: it gets what the schemas parsed, and may only answer what they declare. A literal that
 * is written into the body itself (not typed elsewhere) needs `as const`.
 */
export function handle<E extends EndpointSpec, S extends Status<E>>(
  endpoint: E,
  handler: (input: HandlerInput<E>) => Promise<HandlerResult<E, S>>,
): HandledEndpoint {
  return { endpoint, run: handler as unknown as HandledEndpoint["run"] };
}
