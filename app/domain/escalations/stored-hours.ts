import { objectEnumValues } from "@prisma/client/runtime/client";

import type { Hours } from "~/domain/channels/channel-options";

/** Hours as the database keeps them: none as its own NULL, not as JSON's. */
export function storedHours(hours: Hours | null) {
  return hours ?? objectEnumValues.instances.DbNull;
}
