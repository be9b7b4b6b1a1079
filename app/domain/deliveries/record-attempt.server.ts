import { storableJson } from "~/domain/storable-json";
import type { Context } from "~/platform/context.server";
import type { AttemptOutcome } from "./delivery";
import { RECORD_ATTEMPT } from "./record-attempt-statement";

/** What was sent, as it is kept: without secrets. */
export interface RecordedRequest {
  method: string;
  host: string;
  headers: Record<string, string>;
  body: string;
}

/** One send, as it is written down. Nothing of it holds a secret. */
export interface AttemptRecord {
  /** Of the attempt, for who may have to write it down twice; a new one when absent. */
  id?: string;
  deliveryId: string;
  channelId: string;
  startedAt: Date;
  durationMs: number;
  outcome: AttemptOutcome;
  statusCode: number | null;
  request?: RecordedRequest | null;
  responseHeaders: Record<string, string>;
  responseBody: string | null;
  error: string | null;
  remoteId: string | null;
  /** Of circuit-breaker hooks: what the receiver answered, for the alert's timeline. */
  answer?: string | null;
  /** What the delivery becomes. `isFree`: it burns none of the retries. `isParked`: its destination calls it. */
  next:
    | { state: "delivered" }
    | { state: "failed" }
    | { state: "held" }
    | { state: "queued"; inMs: number; isFree: boolean; isParked: boolean };
}

const MAX_BODY = 4_096;
const MAX_HEADERS = 50;
const MAX_HEADER_VALUE = 500;
/** Answers' headers that are credentials, or may be. */
const SECRET_HEADERS =
  /^(set-cookie2?|cookie|(proxy-)?authorization|(proxy-|www-)?authenticate|.*(token|secret|api-?key).*)$/i;

/**
 * Writes down a send, what the delivery and those it tells of became, and how the channel is doing, in one statement.
 * What another process has taken over meanwhile is left to it, unless it has been delivered.
 *
 * @returns the ids of the deliveries whose state changed: the delivery and those it tells of.
 */
export async function recordAttempt(ctx: Context, record: AttemptRecord): Promise<string[]> {
  const { next, request = null, answer = null } = record;
  const isQueued = next.state === "queued";
  const at = isQueued ? new Date(record.startedAt.getTime() + record.durationMs + next.inMs) : null;
  const { rows } = await ctx.sql.query<{ id: string }>({
    name: "record-attempt",
    text: RECORD_ATTEMPT,
    values: [
      record.id ?? ctx.newId(),
      record.deliveryId,
      record.startedAt,
      record.durationMs,
      record.outcome,
      record.statusCode,
      storableJson(keptHeaders(record.responseHeaders)),
      record.responseBody === null ? null : kept(record.responseBody),
      record.error === null ? null : kept(record.error),
      at,
      next.state,
      record.channelId,
      record.remoteId,
      request === null ? null : storableJson({ method: request.method, host: request.host }),
      request === null ? null : storableJson(keptHeaders(request.headers)),
      request === null ? null : kept(request.body),
      answer === null ? null : kept(answer),
      isQueued ? next.inMs / 1_000 : null,
      isQueued && next.isFree,
      isQueued && next.isParked,
    ],
  });
  ctx.relay.publish("deliveries.changed", { id: record.deliveryId });
  return rows.map(({ id }) => id);
}

/** PostgreSQL's text cannot hold NUL. */
function kept(text: string): string {
  return text.replaceAll("\u0000", "\ufffd").slice(0, MAX_BODY);
}

function keptHeaders(headers: Record<string, string>): Record<string, string> {
  const shown = Object.entries(headers).filter(([name]) => !SECRET_HEADERS.test(name));
  return Object.fromEntries(
    shown.slice(0, MAX_HEADERS).map(([name, value]) => [name, value.slice(0, MAX_HEADER_VALUE)]),
  );
}
