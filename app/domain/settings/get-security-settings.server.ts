import type { Context } from "~/platform/context.server";
import { DEFAULT_SECURITY_SETTINGS, SECURITY_SETTINGS_KEY, SecuritySettings } from "./security-settings";

/** What is demanded of everybody's sign-in. */
export async function getSecuritySettings(ctx: Context): Promise<SecuritySettings> {
  const row = await ctx.db.setting.findUnique({ where: { key: SECURITY_SETTINGS_KEY } });
  return row === null ? DEFAULT_SECURITY_SETTINGS : SecuritySettings.parse(row.value);
}
