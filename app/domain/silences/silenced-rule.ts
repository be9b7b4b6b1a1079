/** A rule of whose alerts nobody is told now. */
export interface SilencedRule {
  ruleId: string;
  silenceId: string;
  /** RFC 3339. */
  endsAt: string;
  /** All of its alerts, or only some (of one network, of one contract). */
  isWhole: boolean;
}
