import { securitySettingsCache } from "~/domain/settings/security-settings-cache.server";
import type { Role } from "~/domain/users/role";
import type { Context } from "~/platform/context.server";

/** Whether somebody must set up a second factor before they may do anything else. Knows of a new demand within 10 s. */
export async function mustEnroll(
  ctx: Context,
  { role, mfaEnabled }: { role: Role; mfaEnabled: boolean },
): Promise<boolean> {
  if (mfaEnabled) return false;
  const { requireTotpFor } = await securitySettingsCache(ctx).read();
  return requireTotpFor.includes(role);
}
