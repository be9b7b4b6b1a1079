import type { z } from "zod";

import type { Action } from "~/domain/access/permissions";
import type { FieldError } from "~/domain/errors";

/** An HTTP method that an endpoint answers to. */
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** One answer an endpoint may give. Without a schema it has no body; `contentType` is for streams. */
export interface ResponseSpec {
  description: string;
  schema?: z.ZodType;
  contentType?: string;
  /** Further media types that the query chooses between, each a text. */
  alsoTypes?: readonly string[];
  example?: unknown;
}

/** How a body that isn't plain JSON is read into what JSON could say. Never throws. */
export interface TextReader {
  read(text: string): { ok: true; value: unknown } | { ok: false; error: FieldError };
  example?: string;
}

/** A tighter rate limit than the caller's general one: per IP address and the account that the body names, if it does. */
export interface AccountLimit {
  requests: number;
  windowSeconds: number;
  /** The body's field that names the account, such as `email`. */
  account?: string;
}

/** An endpoint as data: what the builder enforces and what the OpenAPI document says. */
export interface EndpointSpec {
  method: Method;
  /** With parameters in OpenAPI's form: `/v1/watchlists/{id}`. */
  path: `/v1/${string}`;
  summary: string;
  description?: string;
  tag: string;
  /** Who may is in the table of permissions. */
  action: Action;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  responses: Readonly<Record<number, ResponseSpec>>;
  /** Error statuses of its own; 400, 401, 403, 405, 406, 413, 415, 429 and 500 are added where they can happen. */
  errors?: readonly number[];
  /** Codes of its own among the problems, besides those that the builder answers: each is shown as an example. */
  codes?: readonly string[];
  /** A request body that validates. */
  example?: unknown;
  /** Takes CSV as well (`text/csv`): its rows are checked like a JSON list of objects of strings. */
  csv?: { example: string; required: readonly string[] };
  /** Further media types of the body, by their names; one for `application/json` reads JSON in its own way. */
  texts?: Readonly<Record<string, TextReader>>;
  /** 1 MiB unless said otherwise. */
  maxBodyBytes?: number;
  /** Takes an `Idempotency-Key`; those that answer 201 or 202 do without saying so. */
  idempotent?: boolean;
  /** Answers `{data, meta}`; `page` times `limit` is held to 10,000 rows. */
  list?: boolean;
  /** False when the answer is not the resource's representation (a secret shown once). */
  etag?: boolean;
  accountLimit?: AccountLimit;
}

/** Declares an endpoint, keeping its exact type for its handler. */
export function endpoint<const E extends EndpointSpec>(spec: E): E {
  return spec;
}

/** Whether an `Idempotency-Key` is honoured: on every POST that makes something. */
export function takesIdempotencyKey({ method, responses, idempotent }: EndpointSpec): boolean {
  return method === "POST" && (idempotent === true || 201 in responses || 202 in responses);
}
