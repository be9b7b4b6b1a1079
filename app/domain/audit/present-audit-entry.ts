import type { AuditLog } from "~/platform/generated/prisma/client";
import type { AuditEntry } from "./audit-entry";

/** A row of the audit log as it is shown. `names` are those of the actors, by id. */
export function presentAuditEntry(row: AuditLog, names: ReadonlyMap<string, string>): AuditEntry {
  const { id, actorId, action, resourceType, resourceId, metadata, ip, requestId } = row;
  return {
    id,
    seq: Number(row.seq),
    actorId,
    actorName: actorId === null ? null : (names.get(actorId) ?? null),
    action,
    resourceType,
    resourceId,
    metadata: typeof metadata === "object" && metadata !== null && !Array.isArray(metadata) ? metadata : {},
    ip,
    requestId,
    createdAt: row.createdAt.toISOString(),
    hash: row.hash ?? "",
  };
}
