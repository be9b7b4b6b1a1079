import type { Context } from "~/platform/context.server";
import type { Lease } from "./lease";

/** Also when it has expired: as long as the token is the same, nobody else has had it. */
const RENEW = `
  UPDATE network_leases SET expires_at = now() + make_interval(secs => $4)
  WHERE network_id = $1 AND holder = $2 AND token = $3`;

/** Prolongs a lease. False when another holds it by now: it is over then, for good. */
export async function renewLease(
  ctx: Pick<Context, "sql">,
  { lease, holder, ttlMs }: { lease: Lease; holder: string; ttlMs: number },
): Promise<boolean> {
  const { rowCount } = await ctx.sql.query(RENEW, [lease.networkId, holder, lease.token, ttlMs / 1_000]);
  return rowCount === 1;
}
