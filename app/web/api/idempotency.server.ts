import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";

import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import { ApiProblem } from "./api-problem";

const KEPT_MS = 24 * 60 * 60 * 1000;
/** A first request that has not ended after this long is taken for dead (its process was killed). */
const ABANDONED_MS = 60_000;
/** How often a running one shows that it lives. */
const HEARTBEAT_MS = 20_000;
const WAIT_MS = 10_000;
const POLL_MS = 50;
/** What a replay repeats of the first answer's headers. */
const KEPT_HEADERS = ["Content-Type", "Content-Length", "Content-Disposition", "Location", "ETag", "Link"];

interface Call {
  callerId: string;
  /** Method, path and query. */
  route: string;
  key: string;
  json: unknown;
}

type RowId = Pick<Call, "callerId" | "route" | "key">;
type Row = { bodyHash: string; statusCode: number | null; headers: unknown; response: string | null; createdAt: Date };

/** A 400 that names the header. */
export const invalidIdempotencyKey = () =>
  new AppError("invalid_input", "Idempotency-Key must be 1 to 255 printable ASCII characters.", {
    slug: "invalid_idempotency_key",
  });

/**
 * Runs a creating request once for its `Idempotency-Key`: the same key and body replays the first answer for 24 hours,
 * also when both arrive together (the second waits). Only answers that created something are kept, so that a refused
 * request can be tried again.
 *
 * @throws AppError `unprocessable` (`idempotency_mismatch`), ApiProblem 409 while the first is still running.
 */
export async function once(ctx: Context, call: Call, run: () => Promise<Response>): Promise<Response> {
  if (!/^[\x20-\x7e]{1,255}$/.test(call.key)) throw invalidIdempotencyKey();
  const bodyHash = createHash("sha256").update(canonical(call.json)).digest("hex");
  const id = { callerId_route_key: { callerId: call.callerId, route: call.route, key: call.key } };
  const sealedAs = `idempotency_keys:response:${call.callerId} ${call.route} ${call.key}`;
  const deadline = Date.now() + WAIT_MS;

  while (!(await claim(ctx, call, bodyHash))) {
    const row: Row | null = await ctx.db.idempotencyKey.findUnique({ where: id });
    if (row === null) continue;
    if (row.bodyHash !== bodyHash) {
      const text = "This Idempotency-Key was used with another body.";
      throw new AppError("unprocessable", text, { slug: "idempotency_mismatch" });
    }
    if (row.statusCode !== null) return replay(row, ctx.secrets.decrypt(row.response ?? "", sealedAs));
    if (Date.now() > deadline) {
      const text = "The first request with this Idempotency-Key is still running.";
      throw new ApiProblem(409, "idempotency_in_progress", text, { headers: { "Retry-After": "5" } });
    }
    await delay(POLL_MS);
  }

  const response = await runClaimed(ctx, id.callerId_route_key, run);
  await keep(ctx, id.callerId_route_key, response, sealedAs);
  return response;
}

/** Runs the request while showing that it lives; one that is refused leaves its key free. */
async function runClaimed(ctx: Context, id: RowId, run: () => Promise<Response>): Promise<Response> {
  const unanswered = { ...id, statusCode: null };
  const heartbeat = setInterval(() => {
    ctx.db.idempotencyKey
      .updateMany({ where: unanswered, data: { createdAt: new Date() } })
      .catch((error: unknown) => ctx.log.debug({ err: error }, "an idempotency key could not be prolonged"));
  }, HEARTBEAT_MS);
  try {
    return await run();
  } catch (error) {
    await ctx.db.idempotencyKey.deleteMany({ where: unanswered }).catch((failure: unknown) => {
      ctx.log.warn({ err: failure }, "the idempotency key of a refused request could not be freed");
    });
    throw error;
  } finally {
    clearInterval(heartbeat);
  }
}

/**
 * Keeps the answer. When that fails the request has been carried out all the same: its caller gets the answer, and the
 * key stays taken, as if the request still ran.
 */
async function keep(ctx: Context, id: RowId, response: Response, sealedAs: string): Promise<void> {
  try {
    const text = await response.clone().text();
    const headers = Object.fromEntries(KEPT_HEADERS.map((name) => [name, response.headers.get(name)]));
    const data = { statusCode: response.status, headers, response: ctx.secrets.encrypt(text, sealedAs) };
    await ctx.db.idempotencyKey.updateMany({ where: { ...id, statusCode: null }, data });
  } catch (error) {
    ctx.log.warn({ err: error }, "the answer to a request with an Idempotency-Key could not be kept");
  }
}

/** Takes the key for this request: true when it was free, expired, or left by a request that never ended. */
async function claim(ctx: Context, { callerId, route, key }: Call, bodyHash: string): Promise<boolean> {
  const now = Date.now();
  await ctx.db.idempotencyKey.deleteMany({
    where: {
      callerId,
      OR: [
        { createdAt: { lt: new Date(now - KEPT_MS) } },
        { statusCode: null, createdAt: { lt: new Date(now - ABANDONED_MS) } },
      ],
    },
  });
  const made = await ctx.db.idempotencyKey.createMany({
    data: { callerId, route, key, bodyHash },
    skipDuplicates: true,
  });
  return made.count === 1;
}

function replay(row: Row, text: string): Response {
  const headers = new Headers({ "Idempotency-Replayed": "true" });
  for (const [name, value] of Object.entries(row.headers ?? {})) {
    if (typeof value === "string") headers.set(name, value);
  }
  return new Response(text === "" ? null : text, { status: row.statusCode ?? 200, headers });
}

/** JSON with its keys in order: the same body however it was written. */
function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
