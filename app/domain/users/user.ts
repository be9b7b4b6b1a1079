import { z } from "zod";

import { Id } from "~/domain/shared-schemas";
import { Role } from "./role";

/** A person who may sign in, as the API and the interface show them. */
export const User = z
  .object({ id: Id, email: z.string(), name: z.string(), role: Role, mfaEnabled: z.boolean() })
  .meta({ id: "User" });
export type User = z.infer<typeof User>;

/** An email address as it is stored: lower case. */
export const Email = z
  .string()
  .trim()
  .max(254, "must be at most 254 characters")
  .toLowerCase()
  .pipe(z.email("must be an email address"));

/** A person's name. */
export const PersonName = z.string().trim().min(1, "must not be empty").max(120, "must be at most 120 characters");
