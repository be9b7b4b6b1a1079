import { formatEventId } from "~/domain/alerts/event-position";
import { currentEventPosition } from "~/domain/alerts/read-alert-events.server";
import type { Context } from "~/platform/context.server";

/**
 * The event id after which a page's live stream begins. Ask for it before reading what the page shows: what happens in
 * between is then streamed once more rather than missed.
 */
export async function streamStart(ctx: Context): Promise<string> {
  return formatEventId(await currentEventPosition(ctx));
}
