import { can } from "~/domain/access/can";
import type { Role } from "~/domain/users/role";

/**
 * Whether a role may read what was sent to far sides and what they answered. Viewers see how each attempt ended: an
 * answer is read from inside the network that Sentinel stands in, and may say more than its sender meant for everybody.
 */
export function mayReadBodies(role: Role): boolean {
  // Bodies are nobody's own: the role alone decides, whoever has it.
  return can({ userId: "", role }, "delivery.read_bodies");
}
