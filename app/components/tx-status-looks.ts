import { Ban, CircleCheck, CircleX, Hourglass, type LucideIcon, Replace } from "lucide-react";

import type { TxStatus } from "~/domain/alerts/alert";

interface Look {
  label: string;
  icon: LucideIcon;
  text: string;
  /** What it means, in a sentence. */
  meaning: string;
}

/** How what became of a transaction looks. */
export const TX_STATUS_LOOKS: Record<TxStatus, Look> = {
  pending: {
    label: "Pending",
    icon: Hourglass,
    text: "text-accent",
    meaning: "It waits in the mempool: there is still time to act.",
  },
  confirmed: { label: "Confirmed", icon: CircleCheck, text: "text-ink", meaning: "It is in a block and succeeded." },
  failed: { label: "Reverted", icon: CircleX, text: "text-good", meaning: "It is in a block and was reverted." },
  replaced: {
    label: "Replaced",
    icon: Replace,
    text: "text-muted",
    meaning: "Another transaction with the same nonce took its place.",
  },
  dropped: { label: "Dropped", icon: Ban, text: "text-muted", meaning: "It left the mempool without being mined." },
};
