import { z } from "zod";

import { Id, Timestamp } from "~/domain/shared-schemas";

/** Why nobody was told of an alert, as `QUIET_REASON` answers and as the timeline's `not_notified` keeps it. */
export const QuietReason = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("silence"), silenceId: Id, reason: z.string(), endsAt: Timestamp }),
  z.object({ kind: z.literal("inhibited"), ruleId: Id, ruleName: z.string(), alertId: Id }),
]);
export type QuietReason = z.infer<typeof QuietReason>;
