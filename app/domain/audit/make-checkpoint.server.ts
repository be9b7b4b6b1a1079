import type { Context } from "~/platform/context.server";
import type { AuditCheckpoint } from "~/platform/generated/prisma/client";
import type { Checkpoint } from "./checkpoint";
import { createCheckpointSigner } from "./checkpoint-signer.server";
import { emitCheckpoint } from "./emit-checkpoint.server";
import { findAuditVerdict } from "./find-audit-verdict.server";
import { holdAudit } from "./hold-audit.server";
import { loadOwnAnchors } from "./load-own-anchors.server";
import { scanAudit } from "./scan-audit.server";
import { signCheckpoint } from "./sign-checkpoint.server";
import { verifyAudit } from "./verify-audit.server";

/** A log that grows is signed this often, */
const EVERY_MS = 60_000;
/** or after this many entries, whichever is first. */
const EVERY_ENTRIES = 1_000;

/**
 * Signs what the chain is now, if it is time for it: the beginning of a new one, then once a minute while it grows and
 * after each 1,000 entries, and once with a new key. Safe on every worker, often: one of them does it.
 *
 * Only what holds is signed: the entries since the last checkpoint are verified first, and that this one is still part of
 * the chain. A broken log gets no further checkpoint; that it is broken is logged and kept (`findAuditVerdict`).
 *
 * @returns what was signed, or null.
 */
export async function makeCheckpoint(ctx: Context, { nowMs = Date.now() } = {}): Promise<Checkpoint | null> {
  const head = await ctx.db.auditHead.findUnique({ where: { id: 1 } });
  const last = await newest(ctx, "checkpoint");
  if (head === null || !isDue(ctx, { seq: Number(head.seq), last, nowMs })) return null;
  // Until a verification of the whole finds it mended.
  if ((await findAuditVerdict(ctx))?.ok === false) return null;

  const after = last === null ? undefined : { seq: Number(last.seq), hash: last.hash };
  const verdict = await scanAudit(ctx, { after, anchors: await loadOwnAnchors(ctx, { newestOnly: true }) });
  if (!verdict.ok) {
    // Which of its parts is wrong only a look at the whole tells.
    await verifyAudit(ctx);
    return null;
  }
  const signed = await ctx.db.$transaction(async (tx) => {
    // Another worker is at it, or has just done it.
    if (!(await holdAudit(tx)) || (await newest({ db: tx }, "checkpoint"))?.id !== last?.id) return null;
    const { genesis } = head;
    await renewRetention(ctx, tx, genesis);
    return signCheckpoint(ctx, tx, { kind: "checkpoint", ...verdict.head, genesis });
  });
  if (signed !== null) await emitCheckpoint(ctx, signed);
  return signed;
}

interface Moment {
  seq: number;
  last: AuditCheckpoint | null;
  nowMs: number;
}

function isDue({ secrets }: Context, { seq, last, nowMs }: Moment): boolean {
  if (last === null || last.keyId !== createCheckpointSigner(secrets).keyId) return true;
  const entries = seq - Number(last.seq);
  return entries >= EVERY_ENTRIES || (entries !== 0 && nowMs - last.createdAt.getTime() >= EVERY_MS);
}

type Reader = Pick<Context["db"], "auditCheckpoint">;

function newest({ db }: { db: Reader }, kind: Checkpoint["kind"]): Promise<AuditCheckpoint | null> {
  return db.auditCheckpoint.findFirst({ where: { kind }, orderBy: [{ seq: "desc" }, { createdAt: "desc" }] });
}

/** The last removal is signed with today's key too, so that the key before can be forgotten one day. */
async function renewRetention(ctx: Context, tx: Parameters<typeof signCheckpoint>[1], genesis: string): Promise<void> {
  const signer = createCheckpointSigner(ctx.secrets);
  const last = await newest({ db: tx }, "retention");
  if (last === null || last.keyId === signer.keyId) return;
  const claim = { kind: "retention" as const, seq: Number(last.seq), hash: last.hash, genesis };
  if (signer.verify({ ...claim, createdAt: last.createdAt.toISOString() }, last) !== true) return;
  await signCheckpoint(ctx, tx, claim);
}
