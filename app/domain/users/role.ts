import { z } from "zod";

/** What a person may do; each includes those before it: viewers read, analysts act on alerts and rules, admins do all. */
export const Role = z.enum(["viewer", "analyst", "admin"]).meta({ id: "Role" });
export type Role = z.infer<typeof Role>;

/** Whether `actual` includes everything `needed` may do. */
export function hasRole(actual: Role, needed: Role): boolean {
  return Role.options.indexOf(actual) >= Role.options.indexOf(needed);
}
