import type { BlockedCode } from "~/platform/address-guard";

/** Why the guard refused, as a stable slug. */
export type RefusalCode =
  | BlockedCode
  | "invalid_url"
  | "too_long"
  | "credentials"
  | "not_https"
  | "port"
  | "metadata"
  | "unresolvable";

/**
 * How a request ended. Never thrown, and no text here holds the URL's path, query or credentials.
 * `body` is at most its first 4 kB (or `keepBodyBytes`); `headers` are lower case, repeated ones joined by ", ".
 */
export type HttpResult =
  | { kind: "response"; statusCode: number; headers: Record<string, string>; body: string }
  | { kind: "blocked"; code: RefusalCode; detail: string }
  | { kind: "timeout"; phase: "connect" | "headers" | "body"; detail: string }
  | { kind: "network"; code: "aborted" | "unresolvable" | "certificate" | "connection"; detail: string };

/** One request. The body is sent as given; no header is added but what HTTP needs. */
export interface HttpRequest {
  url: string;
  headers?: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
  /** Set by code that took the origin from the operator's settings: lets `trustedOrigins` through. Never for a URL that a user typed. */
  vendor?: boolean;
  /** How much of the answer's body to keep, up to 64 kB (of a `vendor` request up to 1 MB). Default 4 kB. */
  keepBodyBytes?: number;
  /** Of a `vendor` request: how long it may take in all, milliseconds, instead of the client's limits (long polling). */
  timeoutMs?: number;
}

/** Whether a URL may be saved, with the reason when not. */
export type UrlCheck = { ok: true } | { ok: false; code: RefusalCode; detail: string };

/** An HTTP client for addresses that people type in. */
export interface GuardedHttp {
  request(request: HttpRequest & { method: "GET" | "POST" | "PATCH" | "DELETE" }): Promise<HttpResult>;
  post(request: HttpRequest): Promise<HttpResult>;
  patch(request: HttpRequest): Promise<HttpResult>;
  /** The same rules, for the moment a URL is saved. `unresolvable` is for the caller to weigh: the name may come later. */
  checkUrl(url: string): Promise<UrlCheck>;
  close(): Promise<void>;
}
