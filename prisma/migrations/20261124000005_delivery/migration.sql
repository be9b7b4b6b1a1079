-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "DeliveryState" ADD VALUE 'held';
ALTER TYPE "DeliveryState" ADD VALUE 'suppressed';

-- AlterTable
ALTER TABLE "rules" ADD COLUMN     "escalation_policy_id" UUID,
ADD COLUMN     "group_wait_seconds" INTEGER,
ADD COLUMN     "inhibited_by" UUID[] DEFAULT ARRAY[]::UUID[],
ADD COLUMN     "response" JSONB;

-- AlterTable
ALTER TABLE "alerts" ADD COLUMN     "acknowledged_via" JSONB;

-- AlterTable
ALTER TABLE "channels" ADD COLUMN     "destination" TEXT,
ADD COLUMN     "digest_minutes" INTEGER,
ADD COLUMN     "failing_since" TIMESTAMPTZ(3),
ADD COLUMN     "held_since" TIMESTAMPTZ(3),
ADD COLUMN     "is_fallback" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "max_per_minute" INTEGER,
ADD COLUMN     "quiet_hours" JSONB,
ADD COLUMN     "replay_max_age_minutes" INTEGER NOT NULL DEFAULT 60,
ADD COLUMN     "templates" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "deliveries" ADD COLUMN     "data" JSONB,
ADD COLUMN     "fallback_for_id" UUID,
ADD COLUMN     "group_key" TEXT,
ADD COLUMN     "grouped_into_id" UUID,
ADD COLUMN     "is_parked" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "redelivered" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "delivery_attempts" ADD COLUMN     "request_body" TEXT,
ADD COLUMN     "request_headers" JSONB,
ADD COLUMN     "request_target" JSONB;

-- CreateTable
CREATE TABLE "destinations" (
    "key" TEXT NOT NULL,
    "conforms_at" TIMESTAMPTZ(6),
    "not_before" TIMESTAMPTZ(3),
    "learned_per_minute" INTEGER,
    "learned_at" TIMESTAMPTZ(3),
    "failures_in_row" INTEGER NOT NULL DEFAULT 0,
    "breaker" TEXT NOT NULL DEFAULT 'closed',
    "opened_at" TIMESTAMPTZ(3),
    "pump_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "destinations_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "silences" (
    "id" UUID NOT NULL,
    "rule_id" UUID,
    "watchlist_id" UUID,
    "tag" TEXT,
    "severity" "Severity",
    "network_id" UUID,
    "reason" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "warned_at" TIMESTAMPTZ(3),

    CONSTRAINT "silences_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "escalation_policies" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "steps" JSONB NOT NULL,
    "repeats" INTEGER NOT NULL DEFAULT 0,
    "hours" JSONB,
    "severities" "Severity"[] DEFAULT ARRAY[]::"Severity"[],
    "on_delivery_failure" BOOLEAN NOT NULL DEFAULT false,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "escalation_policies_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "escalations" (
    "id" UUID NOT NULL,
    "policy_id" UUID NOT NULL,
    "alert_id" UUID,
    "channel_id" UUID,
    "state" TEXT NOT NULL DEFAULT 'running',
    "step" INTEGER NOT NULL DEFAULT 0,
    "round" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "ended_by_id" UUID,
    "end_reason" TEXT,

    CONSTRAINT "escalations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "chat_identities" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "chat_identities_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "chat_link_codes" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "code_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "chat_link_codes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "telegram_bots" (
    "key" TEXT NOT NULL,
    "mode" TEXT NOT NULL DEFAULT 'polling',
    "username" TEXT,
    "update_offset" BIGINT NOT NULL DEFAULT 0,
    "holder" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "last_update_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "last_error_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "telegram_bots_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "silences_ends_at_idx" ON "silences"("ends_at");

-- CreateIndex
CREATE UNIQUE INDEX "escalations_alert_id_key" ON "escalations"("alert_id");

-- CreateIndex
CREATE INDEX "escalations_state_next_at_idx" ON "escalations"("state", "next_at");

-- CreateIndex
CREATE INDEX "escalations_channel_id_state_idx" ON "escalations"("channel_id", "state");

-- CreateIndex
CREATE INDEX "chat_identities_user_id_idx" ON "chat_identities"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "chat_identities_provider_external_id_key" ON "chat_identities"("provider", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "chat_link_codes_code_hash_key" ON "chat_link_codes"("code_hash");

-- CreateIndex
CREATE INDEX "chat_link_codes_user_id_idx" ON "chat_link_codes"("user_id");

-- CreateIndex
CREATE INDEX "deliveries_grouped_into_id_idx" ON "deliveries"("grouped_into_id");

-- AddForeignKey
ALTER TABLE "rules" ADD CONSTRAINT "rules_escalation_policy_id_fkey" FOREIGN KEY ("escalation_policy_id") REFERENCES "escalation_policies"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "escalations" ADD CONSTRAINT "escalations_policy_id_fkey" FOREIGN KEY ("policy_id") REFERENCES "escalation_policies"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "escalations" ADD CONSTRAINT "escalations_alert_id_fkey" FOREIGN KEY ("alert_id") REFERENCES "alerts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "escalations" ADD CONSTRAINT "escalations_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "channels"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chat_identities" ADD CONSTRAINT "chat_identities_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chat_link_codes" ADD CONSTRAINT "chat_link_codes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

