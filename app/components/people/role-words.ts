import type { Role } from "~/domain/users/role";

/** What a role may do, in a line. */
export const ROLE_WORDS: Record<Role, string> = {
  viewer: "Sees everything but people, keys and the audit log; changes nothing.",
  analyst: "Also acknowledges, comments, silences, and edits rules and watchlists.",
  admin: "Also channels, networks, people, keys, configuration and the audit log.",
};
