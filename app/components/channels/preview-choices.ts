/** What a preview can show; `group` is several alerts in one message. */
export const PREVIEW_CHOICES = [
  { value: "alert.created", label: "A new alert" },
  { value: "group", label: "14 alerts at once" },
  { value: "alert.updated", label: "Confirmed in a block" },
  { value: "alert.acknowledged", label: "Acknowledged" },
  { value: "alert.escalated", label: "Nobody acknowledged" },
  { value: "delivery.failed", label: "Another channel failed" },
  { value: "channel.test", label: "A test" },
] as const;
