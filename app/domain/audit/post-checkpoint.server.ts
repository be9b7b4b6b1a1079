import type { Context } from "~/platform/context.server";
import type { AuditCheckpoint } from "~/platform/generated/prisma/client";
import { type CheckpointSigner, createCheckpointSigner } from "./checkpoint-signer.server";
import { findWebhookState } from "./find-webhook-state.server";
import { holdAudit } from "./hold-audit.server";
import { AUDIT_WEBHOOK_KEY, type AuditWebhookState } from "./webhook-state";

const FIRST_RETRY_MS = 30_000;
const LAST_RETRY_MS = 3_600_000;
/** The transaction that keeps other workers from sending the same one lives as long as the request. */
const TIMEOUT_MS = 20_000;

const FRESH: AuditWebhookState = { sent: null, failures: 0, nextAttemptAt: null, lastError: null };

/**
 * Sends the newest checkpoint to `AUDIT_WEBHOOK_URL`, unless it was taken already: it vouches for all before it, so what
 * could not be sent meanwhile needs no second try. A failure is tried again after 30 s, then twice as long each time, up
 * to an hour, and stays in the log and the metrics until then. The guard against the operator's own network applies
 * (`WEBHOOK_ALLOWED_CIDRS`).
 *
 * The body is `{type: "audit.checkpoint", timestamp, data: Checkpoint}` with the headers of Standard Webhooks 1.0.0; its
 * `v1a` signature is Ed25519 by the checkpoint's own key.
 */
export async function postCheckpoint(ctx: Context): Promise<void> {
  if (ctx.env.AUDIT_WEBHOOK_URL === undefined) return;
  const url = ctx.env.AUDIT_WEBHOOK_URL;
  await ctx.db.$transaction(
    async (tx) => {
      if (!(await holdAudit(tx))) return;
      const newest = await tx.auditCheckpoint.findFirst({ orderBy: [{ seq: "desc" }, { createdAt: "desc" }] });
      const genesis = (await tx.auditHead.findUnique({ where: { id: 1 } }))?.genesis;
      const where = { key: AUDIT_WEBHOOK_KEY };
      const state = (await findWebhookState({ db: tx })) ?? FRESH;
      const signer = createCheckpointSigner(ctx.secrets);
      if (newest === null || genesis === undefined || newest.keyId !== signer.keyId) return;
      if (newest.id === state.sent?.id || Date.now() < Date.parse(state.nextAttemptAt ?? "1970-01-01")) return;

      const error = await post(ctx, url, messageOf(newest, genesis, signer));
      const value = error === null ? sent(newest) : failed(state, error);
      if (error !== null)
        ctx.log.warn({ error, failures: value.failures }, "the audit webhook did not take a checkpoint");
      await tx.setting.upsert({ where, create: { ...where, value }, update: { value } });
    },
    { timeout: TIMEOUT_MS },
  );
}

function sent({ id, seq }: AuditCheckpoint): AuditWebhookState {
  return { ...FRESH, sent: { id, seq: Number(seq), at: new Date().toISOString() } };
}

function failed(state: AuditWebhookState, lastError: string): AuditWebhookState {
  const waitMs = Math.min(FIRST_RETRY_MS * 2 ** Math.min(state.failures, 10), LAST_RETRY_MS);
  const nextAttemptAt = new Date(Date.now() + waitMs).toISOString();
  return { sent: state.sent, failures: state.failures + 1, nextAttemptAt, lastError };
}

interface Message {
  headers: Record<string, string>;
  body: string;
}

function messageOf(row: AuditCheckpoint, genesis: string, signer: CheckpointSigner): Message {
  const { kind, hash, keyId, signature } = row;
  const createdAt = row.createdAt.toISOString();
  const data = { kind, seq: Number(row.seq), hash, genesis, createdAt, keyId, publicKey: signer.publicKey, signature };
  const body = JSON.stringify({ type: "audit.checkpoint", timestamp: createdAt, data });
  const id = `audit_${row.id}`;
  const seconds = Math.floor(Date.now() / 1000);
  const headers = {
    "content-type": "application/json",
    "user-agent": "Sentinel-Webhooks/1.0",
    "webhook-id": id,
    "webhook-timestamp": String(seconds),
    "webhook-signature": `v1a,${signer.signText(`${id}.${seconds}.${body}`)}`,
  };
  return { headers, body };
}

/** What went wrong, in words without the URL; null when it was taken. */
async function post({ http }: Context, url: string, message: Message): Promise<string | null> {
  const result = await http.post({ url, ...message });
  if (result.kind !== "response") return result.detail;
  return result.statusCode >= 200 && result.statusCode < 300 ? null : `The receiver answered ${result.statusCode}.`;
}
