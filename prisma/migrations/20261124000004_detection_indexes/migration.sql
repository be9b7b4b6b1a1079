-- Partial indexes, which the Prisma schema cannot express (tests/platform/schema.test.ts knows them by name).

-- The alert whose page covers a new one: a flood puts thousands of covered ones between them.
CREATE INDEX "alerts_paged_idx" ON "alerts"("rule_id", "detected_at" DESC) WHERE "covered_by_id" IS NULL;

-- The search for a hash. Few alerts have an earlier or a later one, and the others cost nothing when they are written.
CREATE INDEX "alerts_earlier_hashes_idx" ON "alerts" USING GIN ("earlier_hashes") WHERE "earlier_hashes" <> '{}';
CREATE INDEX "alerts_replaced_by_hash_idx" ON "alerts"("replaced_by_hash") WHERE "replaced_by_hash" IS NOT NULL;
