import type { Context } from "~/platform/context.server";
import type { Lease } from "./lease";

/**
 * The row stays: its token must go on rising. Cut to whole milliseconds, because the column would round up and the
 * lease be held for half a millisecond more: whoever asks for it in that time would wait for a whole round.
 */
const RELEASE = `
  UPDATE network_leases SET expires_at = date_trunc('milliseconds', now())
  WHERE network_id = $1 AND holder = $2 AND token = $3`;

/** Gives a lease back, so that another worker need not wait for its end. Does nothing when it is another's by now. */
export async function releaseLease(
  ctx: Pick<Context, "sql">,
  { lease, holder }: { lease: Lease; holder: string },
): Promise<void> {
  await ctx.sql.query(RELEASE, [lease.networkId, holder, lease.token]);
}
