import type { QueuedDelivery } from "~/domain/deliveries/enqueue-deliveries.server";
import { type Pipeline, recordAlert } from "./pipeline";

/** Makes alerts like one that the recorder wrote, each with a delivery to one channel, and nothing on the queue yet. */
export interface DeliveryRows {
  make(count: number): Promise<QueuedDelivery[]>;
}

/** A copy of the model alert but for its identity, and its delivery: each second one critical. */
const COPY = `
  WITH made AS (
    INSERT INTO alerts
    SELECT (jsonb_populate_record(model, jsonb_build_object(
             'id', gen_random_uuid(), 'nonce', number, 'tx_hash', '0x' || lpad(to_hex(number), 64, '0')))).*
    FROM alerts AS model, generate_series($2::bigint, $3::bigint) AS number WHERE model.id = $1
    RETURNING id, nonce)
  INSERT INTO deliveries (id, alert_id, channel_id, purpose, critical)
  SELECT gen_random_uuid(), id, $4, 'alert.created', nonce % 2 = 0 FROM made
  RETURNING id, critical`;

/** Prepares to make rows for a channel; the model alert's own deliveries are taken away. */
export async function prepareDeliveryRows(pipeline: Pipeline, channelId: string): Promise<DeliveryRows> {
  const ruleId = await pipeline.rule({ channels: [channelId], severity: "critical" });
  const { alertId } = await recordAlert(pipeline, ruleId);
  await pipeline.ctx.db.delivery.deleteMany({ where: { alertId } });
  let next = 1_000_000;
  return {
    make: async (count) => {
      const values = [alertId, next, next + count - 1, channelId];
      next += count;
      return (await pipeline.ctx.sql.query<QueuedDelivery>(COPY, values)).rows;
    },
  };
}
