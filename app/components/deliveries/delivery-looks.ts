import { BellOff, CircleCheck, CirclePause, CircleX, Hourglass, type LucideIcon, SendHorizontal } from "lucide-react";

import type { DeliveryAttempt, DeliveryState } from "~/domain/deliveries/delivery";

/** How each state of a delivery is shown. */
export const STATE_LOOKS: Record<DeliveryState, { icon: LucideIcon; text: string; word: string }> = {
  queued: { icon: Hourglass, text: "text-muted", word: "Waiting" },
  sending: { icon: SendHorizontal, text: "text-accent", word: "Sending" },
  delivered: { icon: CircleCheck, text: "text-good", word: "Delivered" },
  failed: { icon: CircleX, text: "text-critical", word: "Failed" },
  held: { icon: CirclePause, text: "text-medium", word: "Held" },
  suppressed: { icon: BellOff, text: "text-muted", word: "Not sent" },
};

/** How each send ended, in words. */
export const OUTCOME_WORDS: Record<DeliveryAttempt["outcome"], string> = {
  ok: "accepted",
  wait: "asked to wait",
  retry: "failed, tried again",
  rerender: "refused the format, sent simpler",
  gone: "destination is gone",
  fatal: "refused for good",
};
