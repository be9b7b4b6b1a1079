import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import type { Context } from "~/platform/context.server";
import { DEFAULT_SECURITY_SETTINGS, SECURITY_SETTINGS_KEY, SecuritySettings } from "./security-settings";
import { securitySettingsCache } from "./security-settings-cache.server";

/** Held while the settings change, so that no change is lost to another. */
const LOCK = 7_316_014;

interface Update {
  actor: Actor;
  input: { requireTotpFor?: SecuritySettings["requireTotpFor"] | undefined };
}

/**
 * Changes what is demanded of everybody's sign-in. Who lacks a second factor that is demanded now, the actor too, can do
 * nothing but set one up.
 */
export async function updateSecuritySettings(ctx: Context, { actor, input }: Update): Promise<SecuritySettings> {
  const settings = await ctx.db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK}::bigint)`;
    const row = await tx.setting.findUnique({ where: { key: SECURITY_SETTINGS_KEY } });
    const before = row === null ? DEFAULT_SECURITY_SETTINGS : SecuritySettings.parse(row.value);
    const after = SecuritySettings.parse({ requireTotpFor: input.requireTotpFor ?? before.requireTotpFor });
    if (JSON.stringify(after) === JSON.stringify(before)) return before;
    await tx.setting.upsert({
      where: { key: SECURITY_SETTINGS_KEY },
      create: { key: SECURITY_SETTINGS_KEY, value: after },
      update: { value: after },
    });
    const resource = { resourceType: "security_settings", resourceId: SECURITY_SETTINGS_KEY };
    await recordAudit(tx, { actor, action: "security.updated", ...resource, metadata: { before, after } });
    return after;
  });
  securitySettingsCache(ctx).forget();
  return settings;
}
