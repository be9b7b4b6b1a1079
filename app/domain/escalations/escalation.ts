import { z } from "zod";

import { Id, Timestamp } from "~/domain/shared-schemas";
import { EndReason } from "./end-reason";

/** Where a run of a policy stands. */
export const EscalationState = z.enum(["running", "acknowledged", "exhausted", "cancelled"]);
export type EscalationState = z.infer<typeof EscalationState>;

/** A policy at work: for an alert that nobody has acknowledged, or for a channel that keeps failing. */
export const Escalation = z.object({
  id: Id,
  policyId: Id,
  policyName: z.string(),
  /** What it is about: exactly one of the two. */
  alertId: Id.nullable(),
  channelId: Id.nullable(),
  /** The alert's title, or the failing channel's name. */
  subject: z.string(),
  state: EscalationState,
  /** The step that comes next, counted from 1; null when none does. */
  nextStep: z.int().nullable(),
  /** How many steps the policy has. */
  steps: z.int(),
  /** How often the steps have been begun, from 1; at most `rounds`. */
  round: z.int(),
  rounds: z.int(),
  /** When the next step is due, or, after the last one, when it gives up. Null when it has ended. */
  nextAt: Timestamp.nullable(),
  /** Whom the next step tells: names of channels, in the order of the step. */
  nextChannels: z.array(z.string()),
  startedAt: Timestamp,
  endedAt: Timestamp.nullable(),
  /** Who acknowledged it. */
  endedBy: Id.nullable(),
  /** Null while it runs, and when it was acknowledged. */
  endReason: EndReason.nullable(),
});
export type Escalation = z.infer<typeof Escalation>;

/** Which runs to list. */
export interface EscalationFilter {
  state?: EscalationState | undefined;
  policyId?: string | undefined;
  alertId?: string | undefined;
}
