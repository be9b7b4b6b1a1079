import { v7 } from "uuid";

import { storableJson } from "~/domain/storable-json";
import type { Db, DbTransaction } from "~/platform/db.server";
import type { Prisma } from "~/platform/generated/prisma/client";
import type { Actor } from "./actor";

/**
 * One thing that was done. `action` is a dot name such as `rule.created`; `metadata` never holds a secret (see
 * `changes`), and says of a change what was `before` and what is `after`.
 */
export interface AuditInput {
  actor: Actor;
  action: `${string}.${string}`;
  resourceType?: string;
  resourceId?: string;
  metadata?: Prisma.InputJsonObject;
}

/**
 * Appends to the audit log, in the transaction of the change itself when one is given. Number and hash are given when
 * that commits.
 */
export async function recordAudit(db: Db | DbTransaction, input: AuditInput): Promise<void> {
  const { actor } = input;
  await db.auditLog.create({
    data: {
      id: v7(),
      actorId: actor.userId,
      action: input.action,
      resourceType: input.resourceType ?? null,
      resourceId: input.resourceId ?? null,
      // What people type may hold what jsonb can't.
      metadata: JSON.parse(storableJson({ ...input.metadata, ...viaOf(actor) })) as Prisma.InputJsonObject,
      ip: actor.ip ?? null,
      requestId: actor.requestId ?? null,
    },
  });
}

/** The credential that was used, by its id: what to revoke when the entry was none of its owner's doing. */
function viaOf({ apiKeyId, sessionId }: Actor): { via?: Prisma.InputJsonObject } {
  if (apiKeyId !== undefined) return { via: { apiKeyId } };
  return sessionId === undefined ? {} : { via: { sessionId } };
}
