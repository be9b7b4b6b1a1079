import type { Role } from "~/domain/users/role";

/** What an action asks of whoever does it. */
export interface Permission {
  /** The lowest role that may; "anyone" needs no sign-in. */
  role: Role | "anyone";
  /** Below this role only what is one's own: others' keys and sessions are an admin's business. */
  othersNeed?: Role;
  /** Never by an API key: a key that could make keys, or change how its owner signs in, would outlive its revocation. */
  inPerson?: true;
}

const ANYONE: Permission = { role: "anyone" };
const VIEWER: Permission = { role: "viewer" };
const ANALYST: Permission = { role: "analyst" };
const ADMIN: Permission = { role: "admin" };

/**
 * Everything that can be done, and who may: the only such table. What isn't in it nobody may do. Names are
 * `<resource>.<verb>`; the resource is the word of the API and the audit log.
 */
export const PERMISSIONS = {
  "auth.sign_in": ANYONE,
  "auth.refresh": ANYONE,
  "auth.sign_out": ANYONE,
  "invitation.accept": ANYONE,
  "openapi.read": ANYONE,

  "interface.use": VIEWER,
  "account.read": VIEWER,
  "account.write": { role: "viewer", inPerson: true },
  "session.read": { role: "viewer", othersNeed: "admin" },
  "session.end": { role: "viewer", othersNeed: "admin", inPerson: true },
  "api_key.read": { role: "viewer", othersNeed: "admin" },
  "api_key.create": { role: "viewer", inPerson: true },
  "api_key.revoke": { role: "viewer", othersNeed: "admin", inPerson: true },
  "chat_link.read": VIEWER,
  "chat_link.write": { role: "viewer", inPerson: true },

  "alert.read": VIEWER,
  "alert.acknowledge": ANALYST,
  "comment.read": VIEWER,
  "comment.write": ANALYST,
  "event.read": VIEWER,
  "watchlist.read": VIEWER,
  "watchlist.write": ANALYST,
  "rule.read": VIEWER,
  "rule.test": VIEWER,
  "rule.write": ANALYST,
  "backtest.read": VIEWER,
  "backtest.run": ANALYST,
  "backtest.cancel": ANALYST,
  "address_list.read": VIEWER,
  "address_list.write": ANALYST,
  "silence.read": VIEWER,
  "silence.write": ANALYST,
  "escalation.read": VIEWER,
  "escalation_policy.read": VIEWER,
  "escalation_policy.write": ADMIN,
  "channel.read": VIEWER,
  "channel.preview": VIEWER,
  "channel.test": ADMIN,
  "channel.write": ADMIN,
  "delivery.read": VIEWER,
  "delivery.read_bodies": ANALYST,
  "delivery.redeliver": ANALYST,
  "network.read": VIEWER,
  "network.write": ADMIN,

  "user.read": ADMIN,
  "user.write": ADMIN,
  "user.sign_out": { role: "admin", inPerson: true },
  "user.reset_factor": { role: "admin", inPerson: true },
  "invitation.read": ADMIN,
  "invitation.write": ADMIN,
  "security.read": ADMIN,
  "security.write": { role: "admin", inPerson: true },
  "audit.read": ADMIN,
  "audit.verify": ADMIN,
  "configuration.export": ADMIN,
  "configuration.import": ADMIN,
} as const satisfies Record<string, Permission>;

/** Something that can be done. */
export type Action = keyof typeof PERMISSIONS;
