import type { Gauge } from "prom-client";

import type { Context } from "~/platform/context.server";

type MakeGauge = (name: string, help: string, labelNames?: string[]) => Gauge;

const HOUR_MS = 3_600_000;

/** How people are being told, as Prometheus sees it: read from the database when it is scraped. */
export function createDeliveryGauges(make: MakeGauge): { all: Gauge[]; read(ctx: Context): Promise<void> } {
  const open = make("deliveries_open", "Deliveries not yet ended", ["state"]);
  const failed = make("deliveries_failed_last_hour", "Deliveries made in the last hour and given up", ["type"]);
  const channels = make("channels", "Channels by health", ["health"]);
  const breakers = make("breakers_open", "Far sides that are left alone because they did not answer");
  const escalations = make("escalations_running", "Escalations that nobody has acknowledged yet");
  return {
    all: [open, failed, channels, breakers, escalations],
    async read({ db }) {
      const since = new Date(Date.now() - HOUR_MS);
      const [states, failures, types, health, openBreakers, running] = await Promise.all([
        db.delivery.groupBy({ by: ["state"], where: { state: { in: ["queued", "sending", "held"] } }, _count: true }),
        db.delivery.groupBy({ by: ["channelId"], where: { state: "failed", createdAt: { gt: since } }, _count: true }),
        db.channel.findMany({ select: { id: true, type: true } }),
        db.channel.groupBy({ by: ["healthStatus"], _count: true }),
        db.destination.count({ where: { breaker: { not: "closed" } } }),
        db.escalation.count({ where: { state: "running" } }),
      ]);
      for (const row of states) open.set({ state: row.state }, row._count);
      for (const { id, type } of types) {
        // Also when it is zero: a rule about a series that is not there never fires.
        failed.inc({ type }, failures.find((row) => row.channelId === id)?._count ?? 0);
      }
      for (const row of health) channels.set({ health: row.healthStatus }, row._count);
      breakers.set(openBreakers);
      escalations.set(running);
    },
  };
}
