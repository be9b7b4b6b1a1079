import type { Role } from "~/domain/users/role";

/** Who does something, and from where: what the audit log needs to know. `userId` is null for the system itself. */
export interface Actor {
  userId: string | null;
  role?: Role;
  ip?: string;
  requestId?: string;
  /** The sign-in it is done under. */
  sessionId?: string;
  /** The API key that is used in the user's place. */
  apiKeyId?: string;
}
