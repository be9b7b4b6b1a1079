import { z } from "zod";

/**
 * Why a run of a policy ended, other than by an acknowledgement (`escalations.end_reason`): every step was taken, the
 * policy was deleted or switched off, the rule was deleted; of a failing channel: it works again, or somebody has
 * switched it off.
 */
export const EndReason = z.enum([
  "exhausted",
  "policy_deleted",
  "policy_disabled",
  "rule_deleted",
  "recovered",
  "switched_off",
]);
export type EndReason = z.infer<typeof EndReason>;
