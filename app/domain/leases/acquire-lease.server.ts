import type { Context } from "~/platform/context.server";
import type { Lease } from "./lease";

/** By the database's clock alone, so that the clocks of the workers don't matter. An expired row is taken over. */
const ACQUIRE = `
  INSERT INTO network_leases AS lease (network_id, holder, token, acquired_at, expires_at)
  SELECT networks.id, $2, 1, now(), now() + make_interval(secs => $3) FROM networks WHERE networks.id = $1
  ON CONFLICT (network_id) DO UPDATE SET
    holder = excluded.holder, token = lease.token + 1, acquired_at = now(), expires_at = excluded.expires_at
  WHERE lease.expires_at <= now()
  RETURNING token`;

/**
 * Takes a network's lease when nobody has it, with a token above all before.
 *
 * @param holder tells the worker's incarnation apart from all others.
 * @returns null while another has it, or when the network is gone.
 */
export async function acquireLease(
  ctx: Pick<Context, "sql">,
  { networkId, holder, ttlMs }: { networkId: string; holder: string; ttlMs: number },
): Promise<Lease | null> {
  const { rows } = await ctx.sql.query<{ token: string }>(ACQUIRE, [networkId, holder, ttlMs / 1_000]);
  const token = rows[0]?.token;
  return token === undefined ? null : { networkId, token: BigInt(token) };
}
