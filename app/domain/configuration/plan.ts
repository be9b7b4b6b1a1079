import { z } from "zod";

/** The kinds of object that a configuration has, in the order in which they are made. */
export const ConfigurationKind = z.enum([
  "network",
  "addressList",
  "watchlist",
  "channel",
  "escalationPolicy",
  "rule",
  "silence",
]);
export type ConfigurationKind = z.infer<typeof ConfigurationKind>;

/** A field's value before and after, secrets masked and long lists told in words. */
const FieldChange = z.object({ before: z.unknown(), after: z.unknown() });

/** What becomes of one object. */
export const PlannedChange = z.object({
  kind: ConfigurationKind,
  action: z.enum(["create", "update", "unchanged", "delete"]),
  /** What the file calls it, such as `mainnet/0x5FbD…/Owner leaves`. */
  name: z.string(),
  /** Where it stands in the file; null for what is deleted because it does not stand there. */
  pointer: z.string().nullable(),
  fields: z.record(z.string(), FieldChange).optional().describe("Of an update: what changes."),
});
export type PlannedChange = z.infer<typeof PlannedChange>;

/** Something to know, which stops nothing. */
export const PlanNote = z.object({ pointer: z.string().nullable(), detail: z.string(), code: z.string() });
export type PlanNote = z.infer<typeof PlanNote>;

/** What an import does, or did. */
export const Plan = z.object({
  applied: z.boolean(),
  summary: z.object({ create: z.int(), update: z.int(), unchanged: z.int(), delete: z.int() }),
  changes: z.array(PlannedChange),
  notes: z.array(PlanNote),
  /** What stands in the way; with any, nothing is applied. */
  errors: z.array(
    z.object({
      pointer: z.string(),
      detail: z.string(),
      code: z.string(),
      position: z.object({ start: z.int(), end: z.int() }).exactOptional(),
    }),
  ),
  madeSecrets: z
    .array(z.object({ channel: z.string(), secret: z.string() }))
    .describe("Signing secrets made for new webhooks: shown this once."),
});
export type Plan = z.infer<typeof Plan>;
