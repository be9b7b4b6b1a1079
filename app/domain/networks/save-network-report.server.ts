import type { Context } from "~/platform/context.server";
import type { NetworkReport } from "./network-report";

const SAVE = `
  UPDATE networks SET report = $2, reported_at = now()
  WHERE id = $1 AND EXISTS (SELECT 1 FROM network_leases WHERE network_id = $1 AND token = $3)`;

/** Writes down what the worker says of a network as a whole. With a lease that another worker holds it does nothing. */
export async function saveNetworkReport(
  ctx: Pick<Context, "sql" | "relay">,
  { networkId, leaseToken, report }: { networkId: string; leaseToken: bigint; report: NetworkReport },
): Promise<void> {
  const { rowCount } = await ctx.sql.query(SAVE, [networkId, JSON.stringify(report), leaseToken]);
  if (rowCount !== 0) ctx.relay.publish("networks.reported", { networkId });
}
