import { z } from "zod";

import { Role } from "~/domain/users/role";

/** What an admin demands of everybody's sign-in. */
export const SecuritySettings = z
  .strictObject({
    requireTotpFor: z
      .array(Role)
      .max(3)
      .transform((roles) => Role.options.filter((role) => roles.includes(role)))
      .describe("Roles that must have a second factor; without one they can do nothing but set it up."),
  })
  .meta({ id: "SecuritySettings" });
export type SecuritySettings = z.infer<typeof SecuritySettings>;

/** Its key among the settings. */
export const SECURITY_SETTINGS_KEY = "security";

/** Until an admin decides. */
export const DEFAULT_SECURITY_SETTINGS: SecuritySettings = { requireTotpFor: [] };
