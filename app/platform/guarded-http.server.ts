import { lookup } from "node:dns/promises";
import { Agent, type Dispatcher } from "undici";

import { parseCidrs } from "~/platform/address-guard";
import { bareName, inherentAddresses, parseTarget, permittedAddresses } from "./guarded-http/check-target";
import { failureOf, timeout } from "./guarded-http/failure-of";
import { GuardError } from "./guarded-http/guard-error";
import { guardedConnector, type Resolve } from "./guarded-http/guarded-connector.server";
import type { GuardedHttp, HttpRequest, HttpResult, UrlCheck } from "./guarded-http/http-result";

const DEFAULT_TIMEOUTS = { connectMs: 5_000, headersMs: 10_000, totalMs: 15_000 };
/** How long saving a channel waits for a name; connecting has its own limit. */
const CHECK_RESOLVE_MS = 3_000;
/** What is read of an answer before the connection is dropped, and what is kept of it. */
const MAX_BODY_BYTES = 64 * 1024;
const KEPT_BODY_BYTES = 4 * 1024;
/** A vendor's answer is read further when the caller asks for more of it. */
const MAX_VENDOR_BODY_BYTES = 1024 * 1024;
/** Enough for a burst to one destination; a receiver that hangs cannot take more sockets than this. */
const CONNECTIONS_PER_ORIGIN = 32;

/** How to build the client. */
export interface GuardedHttpOptions {
  /** Ranges (CIDR) that may be reached although they are not public, also over plain http and on any port. */
  allowedCidrs: readonly string[];
  /** Base URLs from the operator's settings whose origin may be anything, for requests marked `vendor`. */
  trustedOrigins?: readonly string[];
  timeouts?: Partial<typeof DEFAULT_TIMEOUTS>;
  /** For tests: how names are resolved. */
  resolve?: Resolve;
}

/**
 * An HTTP client that refuses to be used against the operator's own network (SSRF): every address is judged when the
 * socket is opened, redirects are never followed, answers are capped, every phase has a deadline. It never throws for
 * anything that the far side does; see `HttpResult`.
 */
export function createGuardedHttp(options: GuardedHttpOptions): GuardedHttp {
  const allowed = parseCidrs(options.allowedCidrs);
  const resolve: Resolve = options.resolve ?? ((name) => lookup(name, { all: true }));
  const { connectMs, headersMs, totalMs } = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  const trusted = new Set((options.trustedOrigins ?? []).map((url) => new URL(url).origin));

  // Two agents, so that a connection opened for the operator's own address is never reused for a user's URL.
  const limits = { connections: CONNECTIONS_PER_ORIGIN, headersTimeout: headersMs, bodyTimeout: totalMs };
  const guarded = new Agent({ ...limits, connect: guardedConnector({ resolve, allowed, connectMs }) });
  const open = new Agent({ ...limits, connect: { timeout: connectMs } });

  async function request(input: HttpRequest & { method: Dispatcher.HttpMethod }): Promise<HttpResult> {
    try {
      const url = parseTarget(input.url);
      const dispatcher = input.vendor === true && trusted.has(url.origin) ? open : guarded;
      return await send(dispatcher, url, input, totalMs);
    } catch (error) {
      return failureOf(error);
    }
  }

  async function checkUrl(url: string): Promise<UrlCheck> {
    try {
      const target = parseTarget(url);
      const name = bareName(target.hostname);
      // Without allowed ranges no answer for a name could make plain http right, nor could a missing one.
      if (target.protocol !== "https:" && allowed.length === 0 && inherentAddresses(name) === null) {
        throw new GuardError("not_https", "must be an https URL");
      }
      permittedAddresses(target, await addressesOf(name, resolve), allowed);
      return { ok: true };
    } catch (error) {
      if (error instanceof GuardError) return { ok: false, code: error.code, detail: error.message };
      throw error;
    }
  }

  return {
    request,
    post: (input) => request({ ...input, method: "POST" }),
    patch: (input) => request({ ...input, method: "PATCH" }),
    checkUrl,
    close: async () => {
      await Promise.all([guarded.destroy(), open.destroy()]);
    },
  };
}

async function send(
  dispatcher: Dispatcher,
  url: URL,
  input: HttpRequest & { method: Dispatcher.HttpMethod },
  totalMs: number,
): Promise<HttpResult> {
  const isVendor = input.vendor === true;
  const deadlineMs = isVendor ? (input.timeoutMs ?? totalMs) : totalMs;
  const deadline = AbortSignal.timeout(deadlineMs);
  const signal = input.signal ? AbortSignal.any([deadline, input.signal]) : deadline;
  let phase: "headers" | "body" = "headers";
  try {
    const response = await dispatcher.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: input.method,
      headers: input.headers ?? {},
      body: input.body ?? null,
      signal,
      ...(deadlineMs > totalMs ? { headersTimeout: deadlineMs, bodyTimeout: deadlineMs } : {}),
    });
    phase = "body";
    const body = await readStart(response.body, {
      keep: input.keepBodyBytes ?? KEPT_BODY_BYTES,
      max: isVendor
        ? Math.min(Math.max(input.keepBodyBytes ?? 0, MAX_BODY_BYTES), MAX_VENDOR_BODY_BYTES)
        : MAX_BODY_BYTES,
    });
    return { kind: "response", statusCode: response.statusCode, headers: flatten(response.headers), body };
  } catch (error) {
    return deadline.aborted && input.signal?.aborted !== true ? timeout(phase) : failureOf(error);
  }
}

/** Reads no further than `max` bytes, so that an endless answer costs nothing, and keeps the start of it as text. */
async function readStart(
  body: Dispatcher.ResponseData["body"],
  { keep, max }: { keep: number; max: number },
): Promise<string> {
  const kept: Buffer[] = [];
  let read = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    if (read < keep) kept.push(chunk.subarray(0, keep - read));
    read += chunk.length;
    if (read >= max) break;
  }
  // PostgreSQL's text cannot hold NUL.
  return Buffer.concat(kept).toString("utf8").replaceAll("\0", "\uFFFD");
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return flat;
}

async function addressesOf(name: string, resolve: Resolve): Promise<string[]> {
  const inherent = inherentAddresses(name);
  if (inherent) return inherent;
  const nothing = new Promise<never[]>((done) => setTimeout(done, CHECK_RESOLVE_MS, []).unref());
  // A name that does not resolve has no addresses: `permittedAddresses` says so.
  const found = await Promise.race([resolve(name).catch(() => []), nothing]);
  return found.map(({ address }) => address);
}
