import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import type { Context } from "~/platform/context.server";
import type { Action } from "./permissions";

/** A program in a loop would otherwise fill the audit log with one sentence. */
const ONCE_A_MINUTE = { name: "audit:forbidden", points: 1, durationSeconds: 60, shared: true };

interface Forbidden {
  actor: Actor;
  action: Action;
  /** The slug of the refusal, such as `role_too_low`. */
  reason: string;
}

/** Writes down that somebody tried what they may not (OWASP ASVS 5.0, 16.3.2): at most once a minute for each thing. */
export async function recordForbidden(ctx: Context, { actor, action, reason }: Forbidden): Promise<void> {
  const { userId, role, apiKeyId } = actor;
  ctx.log.warn({ userId, role, apiKeyId, action, reason }, "not allowed");
  const { allowed } = await ctx.limiters.of(ONCE_A_MINUTE).consume(`${userId} ${apiKeyId ?? ""} ${action} ${reason}`);
  if (!allowed) return;
  const metadata = { action, reason, ...(role === undefined ? {} : { role }) };
  const resource = userId === null ? {} : { resourceType: "user", resourceId: userId };
  await recordAudit(ctx.db, { actor, action: "auth.forbidden", ...resource, metadata });
}
