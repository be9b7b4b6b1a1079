import { AppError } from "~/domain/errors";

/**
 * A place in the feed: after the event of a stored change, and of the deliveries that were made with an alert after the
 * one named.
 */
export interface FeedPosition {
  txid: bigint;
  seq: bigint;
  /** Null: after the change itself. */
  deliveryId: string | null;
}

/** Before everything. */
export const FEED_START: FeedPosition = { txid: 0n, seq: 0n, deliveryId: null };

/** After every delivery that was made with a change. */
export const LAST_DELIVERY = "ffffffff-ffff-ffff-ffff-ffffffffffff";

const POSITION = /^(\d{1,18})-(\d{1,18})(?:-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))?$/;

/** An event's id, which is also the cursor of what comes after it; without a delivery it is the live streams' id. */
export function formatFeedId({ txid, seq, deliveryId }: FeedPosition): string {
  return `${txid}-${seq}${deliveryId === null ? "" : `-${deliveryId}`}`;
}

/**
 * Reads a cursor that a client sends back: `meta.nextCursor`, an event's id, or an id of the live streams.
 *
 * @throws AppError `invalid_input` at `?cursor` when it is none of these.
 */
export function parseFeedId(text: string): FeedPosition {
  const [, txid, seq, deliveryId = null] = POSITION.exec(text) ?? [];
  if (txid !== undefined && seq !== undefined) return { txid: BigInt(txid), seq: BigInt(seq), deliveryId };
  const detail = "is not a cursor of this feed; take it from meta.nextCursor, or an event's id";
  throw new AppError("invalid_input", `The cursor ${detail}.`, {
    errors: [{ pointer: "?cursor", detail, code: "invalid_cursor" }],
  });
}
