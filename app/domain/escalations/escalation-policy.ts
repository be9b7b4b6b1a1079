import { z } from "zod";

import { Hours } from "~/domain/channels/channel-options";
import { Id, Severity, Timestamp } from "~/domain/shared-schemas";
import { MAX_REPEATS, MAX_STEPS } from "./policy-limits";

/** Who is told, and how long Sentinel then waits for an acknowledgement. */
export const EscalationStep = z.strictObject({
  channels: z
    .array(z.string().trim().toLowerCase().min(1, "must not be empty").max(100))
    .min(1, "must name a channel")
    .max(20, "must be at most 20 channels")
    .describe("Channel ids, or types of channel, which mean all enabled channels of that type."),
  waitSeconds: z
    .int("must be a whole number of seconds")
    .min(0, "must be 0 or more")
    .max(86_400, "must be at most 86,400 (a day)")
    .describe("How long an acknowledgement is waited for before the next step."),
});
export type EscalationStep = z.infer<typeof EscalationStep>;

const name = z.string().trim().min(1, "must not be empty").max(100, "must be at most 100 characters");
const steps = z
  .array(EscalationStep)
  .min(1, "must have at least one step")
  .max(MAX_STEPS, `must be at most ${MAX_STEPS} steps`);
const repeats = z.int().min(0, "must be 0 or more").max(MAX_REPEATS, `must be at most ${MAX_REPEATS}`);
const severities = z
  .array(Severity)
  .max(20)
  .transform((given) => [...new Set(given)]);

/** Who is told next when nobody acknowledges, as the API shows it. */
export const EscalationPolicy = z.object({
  id: Id,
  name: z.string(),
  steps: z.array(z.object({ channels: z.array(z.string()), waitSeconds: z.int() })),
  /** How often the steps are gone through again after the first time. */
  repeats: z.int(),
  /** Steps are taken within these hours only; null: at any time. */
  hours: Hours.nullable(),
  /** Alerts of these severities follow it when their rule names no policy. */
  severities: z.array(Severity),
  /** It runs when a channel keeps failing. */
  onDeliveryFailure: z.boolean(),
  enabled: z.boolean(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type EscalationPolicy = z.infer<typeof EscalationPolicy>;

/** What a new policy is made from. */
export const NewEscalationPolicy = z.strictObject({
  name,
  steps,
  repeats: repeats.default(0),
  hours: Hours.nullable().default(null),
  severities: severities.default([]),
  onDeliveryFailure: z.boolean().default(false),
  enabled: z.boolean().default(true),
});
export type NewEscalationPolicy = z.infer<typeof NewEscalationPolicy>;

/** A change to a policy; what is not named stays, `steps` and `severities` are replaced whole. */
export const EscalationPolicyPatch = z.strictObject({
  name: name.optional(),
  steps: steps.optional(),
  repeats: repeats.optional(),
  hours: Hours.nullable().optional(),
  severities: severities.optional(),
  onDeliveryFailure: z.boolean().optional(),
  enabled: z.boolean().optional(),
});
export type EscalationPolicyPatch = z.infer<typeof EscalationPolicyPatch>;
