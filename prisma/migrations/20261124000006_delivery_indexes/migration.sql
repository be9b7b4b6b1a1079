-- The delivery log.
CREATE INDEX "deliveries_created_at_id_idx" ON "deliveries"("created_at" DESC, "id" DESC);

-- Partial indexes: Prisma's schema has no words for them.

-- What waits for a slot of its destination, the most urgent first.
CREATE INDEX "deliveries_parked_idx" ON "deliveries" ("channel_id", "critical" DESC, "created_at") WHERE "state" = 'queued' AND "is_parked";

-- What may become one message.
CREATE INDEX "deliveries_group_idx" ON "deliveries" ("channel_id", "group_key") WHERE "state" = 'queued' AND "group_key" IS NOT NULL AND "grouped_into_id" IS NULL;

-- What waits for its channel to be switched on again.
CREATE INDEX "deliveries_held_idx" ON "deliveries" ("channel_id", "created_at") WHERE "state" = 'held';

-- What was not sent, for the log's filters.
CREATE INDEX "deliveries_unsent_idx" ON "deliveries" ("state", "created_at" DESC, "id" DESC) WHERE "state" IN ('failed', 'held', 'suppressed');

-- What a silence has kept back.
CREATE INDEX "alert_events_silence_idx" ON "alert_events" (("data" ->> 'silenceId')) WHERE "kind" = 'not_notified' AND ("data" ->> 'silenceId') IS NOT NULL;

-- One escalation at a time for a channel that fails.
CREATE UNIQUE INDEX "escalations_running_channel_key" ON "escalations" ("channel_id") WHERE "state" = 'running' AND "channel_id" IS NOT NULL;
