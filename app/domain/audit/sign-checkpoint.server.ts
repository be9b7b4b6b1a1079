import type { Context } from "~/platform/context.server";
import type { DbTransaction } from "~/platform/db.server";
import type { Checkpoint, CheckpointClaim } from "./checkpoint";
import { createCheckpointSigner } from "./checkpoint-signer.server";

/** Signs a statement about the chain with today's key and writes it down. Not yet told to anyone: see `emitCheckpoint`. */
export async function signCheckpoint(
  { secrets, newId }: Pick<Context, "secrets" | "newId">,
  tx: DbTransaction,
  claim: Omit<CheckpointClaim, "createdAt">,
): Promise<Checkpoint> {
  const createdAt = new Date();
  const checkpoint = createCheckpointSigner(secrets).sign({ ...claim, createdAt: createdAt.toISOString() });
  const { kind, seq, hash, keyId, signature } = checkpoint;
  await tx.auditCheckpoint.create({ data: { id: newId(), kind, seq, hash, keyId, signature, createdAt } });
  return checkpoint;
}
