-- DropIndex
DROP INDEX "deliveries_alert_id_channel_id_purpose_key";

-- AlterTable
ALTER TABLE "networks" ADD COLUMN     "report" JSONB,
ADD COLUMN     "reported_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "endpoints" ADD COLUMN     "median_lag_ms" INTEGER,
ADD COLUMN     "unique_finds" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "watchlist_entries" ADD COLUMN     "abis" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "watch_control" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "rules" ADD COLUMN     "address_list_id" UUID,
ADD COLUMN     "condition" TEXT,
ADD COLUMN     "event" TEXT,
ADD COLUMN     "side" TEXT NOT NULL DEFAULT 'target',
ADD COLUMN     "threshold" JSONB,
ADD COLUMN     "trigger" TEXT NOT NULL DEFAULT 'call';

-- AlterTable
ALTER TABLE "alerts" ADD COLUMN     "call_path" JSONB,
ADD COLUMN     "detection" TEXT NOT NULL DEFAULT 'pending',
ADD COLUMN     "earlier_hashes" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "event" JSONB,
ADD COLUMN     "is_replaced" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "outcome" JSONB,
ADD COLUMN     "selector" TEXT,
ADD COLUMN     "senders" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "target" TEXT,
ADD COLUMN     "uncertain" TEXT;

-- AlterTable
ALTER TABLE "deliveries" ADD COLUMN     "change" TEXT,
ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "network_leases" (
    "network_id" UUID NOT NULL,
    "holder" TEXT NOT NULL,
    "token" BIGINT NOT NULL,
    "acquired_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "network_leases_pkey" PRIMARY KEY ("network_id")
);

-- CreateTable
CREATE TABLE "block_backfills" (
    "id" UUID NOT NULL,
    "network_id" UUID NOT NULL,
    "from_block" BIGINT NOT NULL,
    "to_block" BIGINT NOT NULL,
    "next_block" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "block_backfills_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "coverage_days" (
    "scope_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "network_id" UUID NOT NULL,
    "mined" INTEGER NOT NULL DEFAULT 0,
    "seen_pending" INTEGER NOT NULL DEFAULT 0,
    "lead_buckets" INTEGER[] DEFAULT ARRAY[]::INTEGER[],

    CONSTRAINT "coverage_days_pkey" PRIMARY KEY ("scope_id","day")
);

-- CreateTable
CREATE TABLE "control_graphs" (
    "watchlist_id" UUID NOT NULL,
    "nodes" JSONB NOT NULL DEFAULT '[]',
    "implementation" TEXT,
    "delegate" TEXT,
    "requested_at" TIMESTAMPTZ(3),
    "refreshed_at" TIMESTAMPTZ(3),
    "block_number" BIGINT,
    "error" TEXT,

    CONSTRAINT "control_graphs_pkey" PRIMARY KEY ("watchlist_id")
);

-- CreateTable
CREATE TABLE "address_lists" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "address_lists_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "address_list_entries" (
    "list_id" UUID NOT NULL,
    "address" TEXT NOT NULL,

    CONSTRAINT "address_list_entries_pkey" PRIMARY KEY ("list_id","address")
);

-- CreateTable
CREATE TABLE "threshold_hits" (
    "rule_id" UUID NOT NULL,
    "network_id" UUID NOT NULL,
    "from_address" TEXT NOT NULL,
    "nonce" BIGINT NOT NULL,
    "group_key" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "threshold_hits_pkey" PRIMARY KEY ("rule_id","network_id","from_address","nonce")
);

-- CreateTable
CREATE TABLE "jobs" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "input" JSONB NOT NULL,
    "progress" JSONB NOT NULL DEFAULT '{}',
    "result" JSONB,
    "error" TEXT,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "alive_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "jobs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recorded_transactions" (
    "id" BIGSERIAL NOT NULL,
    "network_id" UUID NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "hash" TEXT NOT NULL,
    "body" JSONB NOT NULL,

    CONSTRAINT "recorded_transactions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "block_backfills_network_id_finished_at_idx" ON "block_backfills"("network_id", "finished_at");

-- CreateIndex
CREATE INDEX "coverage_days_network_id_day_idx" ON "coverage_days"("network_id", "day");

-- CreateIndex
CREATE UNIQUE INDEX "address_lists_name_key" ON "address_lists"("name");

-- CreateIndex
CREATE INDEX "threshold_hits_rule_id_group_key_at_idx" ON "threshold_hits"("rule_id", "group_key", "at");

-- CreateIndex
CREATE INDEX "jobs_state_created_at_idx" ON "jobs"("state", "created_at");

-- CreateIndex
CREATE INDEX "recorded_transactions_network_id_seen_at_idx" ON "recorded_transactions"("network_id", "seen_at");

-- CreateIndex
CREATE INDEX "recorded_transactions_network_id_hash_idx" ON "recorded_transactions"("network_id", "hash");

-- CreateIndex
CREATE INDEX "alerts_network_id_block_number_idx" ON "alerts"("network_id", "block_number");

-- CreateIndex
CREATE UNIQUE INDEX "deliveries_alert_id_channel_id_purpose_revision_key" ON "deliveries"("alert_id", "channel_id", "purpose", "revision");

-- AddForeignKey
ALTER TABLE "network_leases" ADD CONSTRAINT "network_leases_network_id_fkey" FOREIGN KEY ("network_id") REFERENCES "networks"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "block_backfills" ADD CONSTRAINT "block_backfills_network_id_fkey" FOREIGN KEY ("network_id") REFERENCES "networks"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "control_graphs" ADD CONSTRAINT "control_graphs_watchlist_id_fkey" FOREIGN KEY ("watchlist_id") REFERENCES "watchlist_entries"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "address_list_entries" ADD CONSTRAINT "address_list_entries_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "address_lists"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rules" ADD CONSTRAINT "rules_address_list_id_fkey" FOREIGN KEY ("address_list_id") REFERENCES "address_lists"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "threshold_hits" ADD CONSTRAINT "threshold_hits_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "rules"("id") ON DELETE CASCADE ON UPDATE CASCADE;

