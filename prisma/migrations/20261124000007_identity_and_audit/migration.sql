-- AlterTable
ALTER TABLE "users" ADD COLUMN     "deleted_at" TIMESTAMPTZ(3),
ADD COLUMN     "last_sign_in_at" TIMESTAMPTZ(3),
ADD COLUMN     "password_changed_at" TIMESTAMPTZ(3),
ADD COLUMN     "totp_enabled_at" TIMESTAMPTZ(3),
ADD COLUMN     "totp_last_step" BIGINT,
ADD COLUMN     "totp_secret_encrypted" TEXT;

-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "authenticated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- AlterTable
ALTER TABLE "audit_logs" ADD COLUMN     "hash" TEXT,
ADD COLUMN     "prev_hash" TEXT,
ALTER COLUMN "seq" DROP NOT NULL,
ALTER COLUMN "seq" DROP DEFAULT;

-- CreateTable
CREATE TABLE "recovery_codes" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "code_hash" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "recovery_codes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "prefix" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_ip" TEXT,
    "revoked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitations" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "token_hash" TEXT NOT NULL,
    "invited_by_id" UUID,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "accepted_by_id" UUID,
    "revoked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "settings" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "alert_comments" (
    "id" UUID NOT NULL,
    "alert_id" UUID NOT NULL,
    "author_id" UUID,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_comments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_head" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "seq" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    "genesis" TEXT NOT NULL,

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_checkpoints" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_checkpoints_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "recovery_codes_code_hash_key" ON "recovery_codes"("code_hash");

-- CreateIndex
CREATE INDEX "recovery_codes_user_id_idx" ON "recovery_codes"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_key_hash_key" ON "api_keys"("key_hash");

-- CreateIndex
CREATE INDEX "api_keys_user_id_created_at_idx" ON "api_keys"("user_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "invitations_token_hash_key" ON "invitations"("token_hash");

-- CreateIndex
CREATE INDEX "invitations_created_at_idx" ON "invitations"("created_at");

-- CreateIndex
CREATE INDEX "rate_limits_expire_idx" ON "rate_limits"("expire");

-- CreateIndex
CREATE INDEX "alert_comments_alert_id_created_at_idx" ON "alert_comments"("alert_id", "created_at");

-- CreateIndex
CREATE INDEX "audit_checkpoints_seq_idx" ON "audit_checkpoints"("seq");

-- CreateIndex
CREATE INDEX "audit_logs_actor_id_seq_idx" ON "audit_logs"("actor_id", "seq");

-- CreateIndex
CREATE INDEX "audit_logs_action_seq_idx" ON "audit_logs"("action", "seq");

-- AddForeignKey
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_comments" ADD CONSTRAINT "alert_comments_alert_id_fkey" FOREIGN KEY ("alert_id") REFERENCES "alerts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_comments" ADD CONSTRAINT "alert_comments_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- The audit log is a chain: each entry's hash covers the entry before it. A deferred trigger gives number and hash when
-- the transaction commits, so that the lock of the head is held for that moment only and is always the last one taken.
-- \073 is a semicolon: Prisma's WASM engine cuts a migration at every literal one, inside quoted bodies too.
ALTER SEQUENCE IF EXISTS "audit_logs_seq_seq" OWNED BY NONE;
DROP SEQUENCE IF EXISTS "audit_logs_seq_seq";

-- Each field with its length in bytes of UTF-8, so that no two entries have the same text. Null is a dash.
CREATE FUNCTION audit_field(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT coalesce(octet_length(convert_to(value, 'UTF8'))::text || ':' || value, '-') $$;

CREATE FUNCTION audit_entry_hash(previous text, entry audit_logs) RETURNS text LANGUAGE sql IMMUTABLE
AS $$ SELECT encode(sha256(convert_to(concat_ws(E'\n', 'sentinel-audit-v1', previous,
  audit_field(entry.seq::text), audit_field(entry.id::text),
  audit_field((extract(epoch FROM entry.created_at) * 1000)::bigint::text), audit_field(entry.actor_id::text),
  audit_field(entry.action), audit_field(entry.resource_type), audit_field(entry.resource_id),
  audit_field(entry.metadata::text), audit_field(entry.ip), audit_field(entry.request_id)), 'UTF8')), 'hex') $$;

-- No entry comes with a number or hash of its own choosing.
CREATE FUNCTION audit_logs_unchained() RETURNS trigger LANGUAGE plpgsql
AS E'BEGIN NEW.seq := NULL\073 NEW.prev_hash := NULL\073 NEW.hash := NULL\073 RETURN NEW\073 END\073';

CREATE FUNCTION audit_logs_chain() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS E'DECLARE head audit_head\073 entry audit_logs\073 BEGIN
  UPDATE audit_head SET seq = seq + 1 WHERE id = 1 RETURNING * INTO STRICT head\073
  entry := NEW\073
  entry.seq := head.seq\073
  entry.prev_hash := head.hash\073
  entry.hash := audit_entry_hash(head.hash, entry)\073
  UPDATE audit_logs SET seq = entry.seq, prev_hash = entry.prev_hash, hash = entry.hash WHERE id = entry.id\073
  UPDATE audit_head SET hash = entry.hash WHERE id = 1\073
  RETURN NULL\073
END\073';

-- Still append-only. Two things pass: an entry's place in the chain, once, and the removal of what a retention
-- checkpoint covers (whose signature the verifier checks: without the key nobody can make one).
CREATE OR REPLACE FUNCTION audit_logs_refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT
AS E'BEGIN
  IF TG_OP = ''UPDATE'' AND OLD.hash IS NULL AND NEW.hash IS NOT NULL
    AND to_jsonb(NEW) - ''{seq,prev_hash,hash}''::text[] = to_jsonb(OLD) - ''{seq,prev_hash,hash}''::text[]
  THEN RETURN NEW\073 END IF\073
  IF TG_OP = ''DELETE'' AND OLD.seq <= (SELECT max(seq) FROM audit_checkpoints WHERE kind = ''retention'')
  THEN RETURN OLD\073 END IF\073
  RAISE EXCEPTION ''audit_logs is append-only''\073
END\073';

-- Whoever may make temporary tables could otherwise put one in the place of audit_head.
DO E'BEGIN
  EXECUTE format(''ALTER FUNCTION audit_logs_chain() SET search_path = %I, pg_temp'', current_schema())\073
  EXECUTE format(''ALTER FUNCTION audit_logs_refuse_change() SET search_path = %I, pg_temp'', current_schema())\073
END\073';

-- Asked for each entry that retention removes.
CREATE INDEX "audit_checkpoints_retention_idx" ON "audit_checkpoints" ("seq") WHERE "kind" = 'retention';

CREATE FUNCTION audit_checkpoints_refuse_change() RETURNS trigger LANGUAGE plpgsql
AS E'BEGIN RAISE EXCEPTION ''audit_checkpoints is append-only''\073 END\073';

CREATE TRIGGER audit_checkpoints_append_only
  BEFORE UPDATE OR DELETE ON "audit_checkpoints"
  FOR EACH ROW EXECUTE FUNCTION audit_checkpoints_refuse_change();

CREATE TRIGGER audit_checkpoints_no_truncate
  BEFORE TRUNCATE ON "audit_checkpoints"
  FOR EACH STATEMENT EXECUTE FUNCTION audit_checkpoints_refuse_change();

INSERT INTO audit_head (id, seq, hash, genesis)
  SELECT 1, 0, encode(sha256(convert_to('sentinel-audit-v1:' || start::text, 'UTF8')), 'hex'), start::text
  FROM (SELECT gen_random_uuid() AS start) AS random;

-- What was written before this migration becomes the beginning of the chain.
DO E'DECLARE entry audit_logs\073 head audit_head\073 BEGIN
  FOR entry IN SELECT * FROM audit_logs ORDER BY seq LOOP
    UPDATE audit_head SET seq = seq + 1 WHERE id = 1 RETURNING * INTO STRICT head\073
    entry.seq := head.seq\073
    entry.hash := audit_entry_hash(head.hash, entry)\073
    UPDATE audit_logs SET seq = entry.seq, prev_hash = head.hash, hash = entry.hash WHERE id = entry.id\073
    UPDATE audit_head SET hash = entry.hash WHERE id = 1\073
  END LOOP\073
END\073';

CREATE TRIGGER audit_logs_unchained
  BEFORE INSERT ON "audit_logs"
  FOR EACH ROW EXECUTE FUNCTION audit_logs_unchained();

CREATE CONSTRAINT TRIGGER audit_logs_chain
  AFTER INSERT ON "audit_logs" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION audit_logs_chain();

-- By grant too, for the owner itself. A role that only runs Sentinel needs no more than INSERT and SELECT here.
REVOKE UPDATE, DELETE, TRUNCATE ON "audit_logs", "audit_checkpoints" FROM PUBLIC, CURRENT_USER;
GRANT UPDATE ("seq", "prev_hash", "hash") ON "audit_logs" TO CURRENT_USER;
