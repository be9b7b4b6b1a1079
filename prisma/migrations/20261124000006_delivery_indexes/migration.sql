-- Partial indexes: Prisma's schema has no words for them.

-- What waits for a slot of its destination, the most urgent first.
CREATE INDEX "deliveries_parked_idx" ON "deliveries" ("channel_id", "critical" DESC, "created_at") WHERE "state" = 'queued' AND "is_parked";

-- What may become one message.
CREATE INDEX "deliveries_group_idx" ON "deliveries" ("channel_id", "group_key") WHERE "state" = 'queued' AND "group_key" IS NOT NULL AND "grouped_into_id" IS NULL;

-- What waits for its channel to be switched on again.
CREATE INDEX "deliveries_held_idx" ON "deliveries" ("channel_id", "created_at") WHERE "state" = 'held';

-- One escalation at a time for a channel that fails.
CREATE UNIQUE INDEX "escalations_running_channel_key" ON "escalations" ("channel_id") WHERE "state" = 'running' AND "channel_id" IS NOT NULL;
