import { z } from "zod";

import { Role } from "~/domain/users/role";
import { Email, PersonName } from "~/domain/users/user";

/** An invitation as its form sends it. */
export const InvitationForm = z.object({ email: Email, name: PersonName, role: Role });

/** A person's name and role as their form sends them. */
export const PersonForm = z.object({ name: PersonName, role: Role });
