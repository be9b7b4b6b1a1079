import { AppError } from "~/domain/errors";

/** A place in the feed of alert events, which is ordered by the writing transaction and then by the event. */
export interface EventPosition {
  txid: bigint;
  seq: bigint;
}

/** After every event of a transaction: event ids have at most 18 digits. */
export const LAST_SEQ = 999_999_999_999_999_999n;

/** The feed's ids (`GET /v1/events`) have a delivery's behind, which the streams have no events of. */
const EVENT_ID = /^(\d{1,18})-(\d{1,18})(?:-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/;

/** The id of a streamed event, for `Last-Event-ID`. */
export function formatEventId({ txid, seq }: EventPosition): string {
  return `${txid}-${seq}`;
}

/**
 * Reads what a client sends back as `Last-Event-ID`.
 *
 * @throws AppError `invalid_input` when it is not the id of an event of the stream.
 */
export function parseEventId(text: string): EventPosition {
  const [, txid, seq] = EVENT_ID.exec(text.trim()) ?? [];
  if (txid === undefined || seq === undefined) {
    throw new AppError("invalid_input", "Last-Event-ID must be the id of an event of this stream, such as 1042-17.", {
      slug: "invalid_event_id",
    });
  }
  return { txid: BigInt(txid), seq: BigInt(seq) };
}

/** Whether `a` comes after `b`. */
export function isAfter(a: EventPosition, b: EventPosition): boolean {
  return a.txid === b.txid ? a.seq > b.seq : a.txid > b.txid;
}
