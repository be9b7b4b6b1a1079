import { z } from "zod";

import { Id, Timestamp } from "~/domain/shared-schemas";
import { Role } from "~/domain/users/role";
import { Email, Password, PersonName } from "~/domain/users/user";

/** Days an invitation's link works. */
export const INVITATION_DAYS = 7;

/** Whether an invitation's link still works, or why not. */
export const InvitationState = z.enum(["open", "expired", "accepted", "revoked"]);
export type InvitationState = z.infer<typeof InvitationState>;

/** A place kept for somebody, as admins see it. Its link is shown when it is made, and never again. */
export const Invitation = z
  .object({
    id: Id,
    email: z.string(),
    name: z.string(),
    role: Role,
    state: InvitationState,
    invitedBy: Id.nullable(),
    invitedByName: z.string().nullable(),
    createdAt: Timestamp,
    expiresAt: Timestamp,
    acceptedAt: Timestamp.nullable(),
  })
  .meta({ id: "Invitation" });
export type Invitation = z.infer<typeof Invitation>;

/** What an invitation is made from. */
export const NewInvitation = z.strictObject({ email: Email, name: PersonName, role: Role });
export type NewInvitation = z.infer<typeof NewInvitation>;

/** An invitation that was just made. */
export const MadeInvitation = Invitation.extend({
  url: z.string().describe("The link to hand on: whoever opens it sets a password and is this user. Shown only here."),
  mailed: z.boolean().describe("Whether a mail server took the link for them; false without `SMTP_URL`."),
}).meta({ id: "MadeInvitation" });

/** What accepting takes: the last part of the link, and what they want to be called and sign in with. */
export const InvitationAcceptance = z.strictObject({
  token: z.string().min(1, "must not be empty").max(200),
  name: PersonName,
  password: Password,
});

/** What whoever opens the link is shown. */
export interface InvitationOffer {
  email: string;
  name: string;
  role: Role;
  /** RFC 3339 UTC. */
  expiresAt: string;
}
