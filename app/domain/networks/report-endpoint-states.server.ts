import type { Context } from "~/platform/context.server";

/** What the listener says of one endpoint. Times in milliseconds since the epoch. */
export interface EndpointReport {
  id: string;
  state: string;
  /** Why it is not (fully) live; without secrets. */
  reason: string | null;
  subscriptionKind: string;
  connectedAtMs: number | null;
  lastMessageAtMs: number | null;
  lastPendingAtMs: number | null;
  lastHeadNumber: number | null;
  reconnects: number;
  received: number;
  /** Transactions that this endpoint showed before all others. */
  firstSeen: number;
  /** Transactions that no other endpoint showed. */
  uniqueFinds?: number;
  /** Median of how much later than the first endpoint it showed transactions. */
  medianLagMs?: number | null;
  /** Round trip of the last ping. */
  pingMs: number | null;
}

/** One statement for all endpoints of a network: it runs every few seconds for as long as the worker does. */
const UPDATE_ENDPOINTS = `
  UPDATE endpoints SET
    state = report.state,
    reason = report.reason,
    subscription_kind = report.subscription_kind,
    connected_at = to_timestamp(report.connected_at_ms / 1000.0),
    last_message_at = to_timestamp(report.last_message_at_ms / 1000.0),
    last_pending_at = to_timestamp(report.last_pending_at_ms / 1000.0),
    last_head_number = report.last_head_number,
    reconnects = report.reconnects,
    received = report.received,
    first_seen = report.first_seen,
    ping_ms = report.ping_ms,
    unique_finds = report.unique_finds,
    median_lag_ms = report.median_lag_ms,
    reported_at = now()
  FROM unnest(
    $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[],
    $10::int[], $11::bigint[], $12::bigint[], $13::int[], $14::bigint[], $15::int[]
  ) AS report (
    id, state, reason, subscription_kind, connected_at_ms, last_message_at_ms, last_pending_at_ms, last_head_number,
    reconnects, received, first_seen, ping_ms, unique_finds, median_lag_ms
  )
  WHERE endpoints.id = report.id AND endpoints.network_id = $1`;

/** Writes down what the listener reports of a network's endpoints, for the pages that show it, and tells the pages. */
export async function reportEndpointStates(
  ctx: Context,
  { networkId, reports }: { networkId: string; reports: readonly EndpointReport[] },
): Promise<void> {
  if (reports.length === 0) return;
  const column = <K extends keyof EndpointReport>(name: K) => reports.map((report) => report[name]);
  const whole = (values: (number | null)[]) => values.map((value) => (value === null ? null : Math.round(value)));
  await ctx.sql.query(UPDATE_ENDPOINTS, [
    networkId,
    column("id"),
    column("state"),
    column("reason"),
    column("subscriptionKind"),
    whole(column("connectedAtMs")),
    whole(column("lastMessageAtMs")),
    whole(column("lastPendingAtMs")),
    column("lastHeadNumber"),
    column("reconnects"),
    column("received"),
    column("firstSeen"),
    whole(column("pingMs")),
    reports.map(({ uniqueFinds }) => uniqueFinds ?? 0),
    whole(reports.map(({ medianLagMs }) => medianLagMs ?? null)),
  ]);
  ctx.relay.publish("networks.reported", { networkId });
}
