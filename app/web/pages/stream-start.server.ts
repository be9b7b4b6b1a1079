import { formatEventId } from "~/domain/alerts/event-position";
import { currentEventPosition } from "~/domain/alerts/read-alert-events.server";
import type { Context } from "~/platform/context.server";

/** Event ids have at most 18 digits. */
const LAST_SEQ = 999_999_999_999_999_999n;

/**
 * The event id after which a page's live stream begins. Ask for it before reading what the page shows: what happens in
 * between is then streamed once more rather than missed.
 */
export async function streamStart(ctx: Context): Promise<string> {
  const { txid, seq } = await currentEventPosition(ctx);
  // Event ids have no negative parts: the place before a transaction's first event is that after the one before it.
  return formatEventId(seq < 0n ? { txid: txid - 1n, seq: LAST_SEQ } : { txid, seq });
}
