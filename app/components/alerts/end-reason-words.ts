import type { EndReason } from "~/domain/escalations/end-reason";

const WORDS: Record<EndReason, string> = {
  exhausted: "every step was taken, and nobody acknowledged",
  policy_deleted: "its policy was deleted",
  policy_disabled: "its policy was switched off",
  rule_deleted: "the rule was deleted",
  recovered: "the channel works again",
  switched_off: "the channel was switched off",
};

/** Why an escalation ended, without a full stop. */
export function endReasonWords(reason: unknown): string {
  return WORDS[reason as EndReason] ?? "it is over";
}
