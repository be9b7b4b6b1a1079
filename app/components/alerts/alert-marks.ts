import {
  BadgeCheck,
  BellOff,
  CircleHelp,
  CircleSlash,
  EyeOff,
  FlaskConical,
  ListStart,
  type LucideIcon,
  Replace,
  WalletMinimal,
} from "lucide-react";

import type { Alert } from "~/domain/alerts/alert";

/** Something about an alert that a reader must not miss. */
export interface AlertMark {
  icon: LucideIcon;
  label: string;
  /** From outside: has to be made inert. */
  reason: string | null;
  text: string;
  /** Worth a place in a row of the feed. */
  inRow: boolean;
}

type OutcomeKind = NonNullable<Alert["outcome"]>["kind"];

const OUTCOMES: Record<OutcomeKind, Omit<AlertMark, "reason"> | null> = {
  would_succeed: { icon: BadgeCheck, label: "Would succeed", text: "text-muted", inRow: false },
  would_revert: { icon: CircleSlash, label: "Would revert", text: "text-good", inRow: true },
  queued: { icon: ListStart, label: "Queued behind a missing nonce", text: "text-muted", inRow: true },
  unfunded: { icon: WalletMinimal, label: "Sender can’t pay for it", text: "text-muted", inRow: true },
  unknown: null,
};

const QUIET: Record<NonNullable<Alert["quiet"]>, string> = {
  repeat: "Nobody was told: a repeat",
  suppressed: "Nobody was told: kept quiet",
};

/** How a reason may begin that stands behind the same words. */
const SAID_ALREADY = /^It could not be evaluated: /;

/** How the alert was found, what is not certain about it, and what a simulation says; the gravest first. */
export function alertMarks(alert: Alert): AlertMark[] {
  const { isReplaced, appearedWithoutWarning, detection, uncertain, quiet, outcome, txStatus } = alert;
  const marks: AlertMark[] = [];
  const add = (icon: LucideIcon, label: string, text: string, reason: string | null = null) =>
    marks.push({ icon, label, text, reason, inRow: true });
  if (isReplaced) add(Replace, replacedLabel(txStatus), "text-critical");
  if (appearedWithoutWarning) add(EyeOff, "Appeared without warning", "text-high");
  if (detection === "simulation") add(FlaskConical, "Seen in simulation", "text-accent");
  if (uncertain !== null) {
    add(CircleHelp, "Could not be evaluated, shown to be safe", "text-medium", uncertain.replace(SAID_ALREADY, ""));
  }
  if (quiet !== null) add(BellOff, QUIET[quiet], "text-muted");
  const look = outcome === null ? null : OUTCOMES[outcome.kind];
  // Once it is in a block, what a simulation said is history.
  if (look !== null && outcome !== null && txStatus === "pending") marks.push({ ...look, reason: outcome.reason });
  return marks;
}

function replacedLabel(txStatus: Alert["txStatus"]): string {
  return txStatus === "pending" ? "Being replaced with other calldata" : "Replaced with other calldata";
}
