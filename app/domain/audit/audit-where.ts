import { likeText } from "~/domain/like-text";
import type { Prisma } from "~/platform/generated/prisma/client";
import type { AuditFilter } from "./audit-filter";

/** Prisma's `where` for a filter. Entries without a place in the chain (written past its trigger) are never listed. */
export function auditWhere({ action, from, to, ...exact }: AuditFilter): Prisma.AuditLogWhereInput {
  const named = Object.fromEntries(Object.entries(exact).filter(([, value]) => value !== undefined));
  return {
    ...named,
    ...(action === undefined ? {} : { action: action.endsWith(".*") ? { startsWith: likeStart(action) } : action }),
    ...(from === undefined && to === undefined
      ? {}
      : { createdAt: { ...(from === undefined ? {} : { gte: from }), ...(to === undefined ? {} : { lte: to }) } }),
    seq: { not: null },
  };
}

/** `auth.*` without its star, for `LIKE`, to which `_` is any character. */
function likeStart(action: string): string {
  return likeText(action.slice(0, -1));
}
