/** One line of an alert's timeline. */
export interface TimelineEvent {
  id: string;
  /**
   * Of the transaction: "created" | "sped_up" | "cancelling" | "replacing" | "replaced" | "confirmed" | "failed" |
   * "dropped" | "reopened" | "reorganised" | "simulated" | "uncertain".
   * Of the alert: "acknowledged" | "repeated" | "not_notified" | "notified" | "notification_failed" | "escalated" |
   * "escalation_ended" | "hook_answered" | "commented".
   */
  kind: string;
  /** RFC 3339 UTC with milliseconds. */
  at: string;
  /** Who did it; null when it was the chain or Sentinel itself. */
  actorId: string | null;
  /** Null also when the person's account is gone. */
  actorName: string | null;
  /** What belongs to the kind, such as `note` or `blockNumber`. */
  data: Record<string, unknown>;
}
