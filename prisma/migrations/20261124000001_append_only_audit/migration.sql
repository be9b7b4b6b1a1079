-- The audit log can only grow: whoever needs to change it must first drop these triggers, which is itself visible.
-- \073 is a semicolon: Prisma's WASM engine cuts a migration at every literal one, inside quoted bodies too.
CREATE FUNCTION audit_logs_refuse_change() RETURNS trigger LANGUAGE plpgsql
AS E'BEGIN RAISE EXCEPTION ''audit_logs is append-only''\073 END\073';

CREATE TRIGGER audit_logs_append_only
  BEFORE UPDATE OR DELETE ON "audit_logs"
  FOR EACH ROW EXECUTE FUNCTION audit_logs_refuse_change();

CREATE TRIGGER audit_logs_no_truncate
  BEFORE TRUNCATE ON "audit_logs"
  FOR EACH STATEMENT EXECUTE FUNCTION audit_logs_refuse_change();
