import { v7 } from "uuid";

import type { Db, DbTransaction } from "~/platform/db.server";
import type { Prisma } from "~/platform/generated/prisma/client";
import type { Actor } from "./actor";

/** One thing that was done. `action` is a dot name such as `rule.created`; `metadata` never holds a secret. */
export interface AuditInput {
  actor: Actor;
  action: `${string}.${string}`;
  resourceType?: string;
  resourceId?: string;
  metadata?: Prisma.InputJsonObject;
}

/** Appends to the audit log, in the transaction of the change itself when one is given. */
export async function recordAudit(db: Db | DbTransaction, input: AuditInput): Promise<void> {
  await db.auditLog.create({
    data: {
      id: v7(),
      actorId: input.actor.userId,
      action: input.action,
      resourceType: input.resourceType ?? null,
      resourceId: input.resourceId ?? null,
      metadata: input.metadata ?? {},
      ip: input.actor.ip ?? null,
      requestId: input.actor.requestId ?? null,
    },
  });
}
