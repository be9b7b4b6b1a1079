import { z } from "zod";

import { Id, NetworkName, Severity, Timestamp } from "~/domain/shared-schemas";
import { NewSilence } from "./silence";

/** What would be silenced. The time does not matter: the past stands for what is to come. */
export const SilencePreviewInput = z.strictObject({
  matchers: NewSilence.shape.matchers,
  startsAt: NewSilence.shape.startsAt,
  endsAt: NewSilence.shape.endsAt.optional(),
});
export type SilencePreviewInput = z.infer<typeof SilencePreviewInput>;

/** What a silence would have hidden during the last seven days, and of which rules it would hide what comes. */
export const SilencePreview = z.object({
  days: z.int().describe("How far back was looked."),
  alerts: z.int().describe("Alerts that match."),
  pages: z.int().describe("Of those, those that no cooldown had covered: what its channels were told of."),
  critical: z.int().describe("Critical ones among the alerts."),
  alertsPerDay: z.array(z.object({ day: z.iso.date(), alerts: z.int(), pages: z.int() })).describe("Days in UTC."),
  ruleCount: z.int().describe("Rules whose alerts it would keep quiet, some or all."),
  rules: z.array(z.object({ id: Id, name: z.string(), severity: Severity })).describe("The first twenty, by name."),
  sample: z
    .array(z.object({ id: Id, title: z.string(), severity: Severity, network: NetworkName, detectedAt: Timestamp }))
    .describe("The newest five of the alerts."),
  warning: z.string().nullable().describe("Why one should think twice, such as critical alerts that it would hide."),
});
export type SilencePreview = z.infer<typeof SilencePreview>;
