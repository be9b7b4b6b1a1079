import type { QuietReason } from "~/domain/silences/quiet-reason";

/** A run of a policy whose next step is due, with what its decision depends on; held by this transaction. */
export interface DueRun {
  id: string;
  /** The database's clock. */
  now: Date;
  step: number;
  round: number;
  policy: { id: string; name: string; steps: unknown; repeats: number; hours: unknown; enabled: boolean };
  /** What it runs for: an alert, or a channel that keeps failing. */
  alert: { id: string; isAcknowledged: boolean; isRuleDeleted: boolean; quiet: QuietReason | null } | null;
  channel: FailingChannel | null;
}

/** A channel that keeps failing. */
export interface FailingChannel {
  id: string;
  name: string;
  type: string;
  enabled: boolean;
  /** It failed since its last success, or Sentinel has it switched off. */
  isFailing: boolean;
  /** Sentinel has it switched off. */
  isHeld: boolean;
  lastError: string | null;
}

/** A channel that a step may tell. */
export interface StepChannel {
  id: string;
  name: string;
  type: string;
}
