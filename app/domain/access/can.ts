import type { Actor } from "~/domain/audit/actor";
import { hasRole } from "~/domain/users/role";
import { type Action, PERMISSIONS, type Permission } from "./permissions";

/** Of the thing that is acted on, what may decide. */
export interface Owned {
  /** The user it belongs to. */
  ownerId: string | null;
}

/**
 * Whether somebody may do something, to a certain thing when one is named. Whatever the table does not allow is denied:
 * an action that it lacks, an actor without a role, a thing of somebody else's.
 */
export function can(actor: Pick<Actor, "userId" | "role" | "apiKeyId">, action: Action, resource?: Owned): boolean {
  const permission: Permission | undefined = Object.hasOwn(PERMISSIONS, action) ? PERMISSIONS[action] : undefined;
  if (permission === undefined) return false;
  if (permission.role === "anyone") return true;
  if (actor.userId === null || actor.role === undefined || !hasRole(actor.role, permission.role)) return false;
  if (permission.inPerson === true && actor.apiKeyId !== undefined) return false;
  if (resource === undefined || permission.othersNeed === undefined) return true;
  return resource.ownerId === actor.userId || hasRole(actor.role, permission.othersNeed);
}
