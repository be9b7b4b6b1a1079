import { type Action, PERMISSIONS, type Permission } from "./permissions";

/** What an action asks for. */
export function permissionOf(action: Action): Permission {
  return PERMISSIONS[action];
}
