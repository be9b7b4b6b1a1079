import { z } from "zod";

import { Id, NetworkName, Severity, Stage, Timestamp } from "~/domain/shared-schemas";
import { Tag } from "~/domain/watchlists/watchlist-entry";

/**
 * A rule as the API shows it. One of `watchlistId`, `tag` and `network` is set, its scope; none when its watched
 * contract was deleted, and then it stays disabled until it is given another.
 */
export const Rule = z.object({
  id: Id,
  name: z.string(),
  description: z.string().nullable(),
  watchlistId: Id.nullable(),
  tag: z.string().nullable(),
  network: NetworkName.nullable(),
  stage: Stage,
  signature: z.string().nullable(),
  /** These three are null until a version evaluates them: see `unavailableErrors`. */
  event: z.string().nullable(),
  condition: z.string().nullable(),
  severity: Severity,
  channels: z.array(z.string()),
  cooldownSeconds: z.int(),
  threshold: z.record(z.string(), z.unknown()).nullable(),
  runbookUrl: z.string().nullable(),
  enabled: z.boolean(),
  version: z.int(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type Rule = z.infer<typeof Rule>;

const name = z.string().trim().min(1, "must not be empty").max(120, "must be at most 120 characters");
const channels = z
  .array(z.string().max(100))
  .max(20, "must be at most 20 channels")
  .transform((values) => [...new Set(values)]);
const cooldownSeconds = z
  .int("must be a whole number of seconds")
  .min(0, "must be 0 or more")
  .max(604_800, "must be at most 604,800 (a week)");

/** Fields that mean the same in a new rule and in a change. */
const common = {
  description: z.string().trim().max(2000, "must be at most 2,000 characters").nullish(),
  watchlistId: Id.nullish(),
  tag: Tag.nullish(),
  network: z.string().trim().min(1, "must not be empty").max(100).nullish(),
  /** A function's name, full signature, or 4-byte selector. */
  signature: z.string().trim().min(1, "must not be empty").max(500, "must be at most 500 characters").optional(),
  /** Known to the contract, not to this version: refused with a message that says so. */
  event: z.unknown().optional(),
  condition: z.unknown().optional(),
  threshold: z.unknown().optional(),
  runbookUrl: z
    .url({ protocol: /^https?$/, error: "must be an http or https URL" })
    .max(2048)
    .nullish(),
};

/** What a new rule is made from. Scope, signature and channels are checked further by `createRule`. */
export const NewRule = z.strictObject({
  ...common,
  name,
  stage: Stage.default("pending"),
  severity: Severity,
  channels: channels.default([]),
  cooldownSeconds: cooldownSeconds.default(0),
  enabled: z.boolean().default(true),
});
export type NewRule = z.infer<typeof NewRule>;

/** A change to a rule; what is not named stays. Naming one scope replaces another. */
export const RulePatch = z.strictObject({
  ...common,
  name: name.optional(),
  stage: Stage.optional(),
  severity: Severity.optional(),
  channels: channels.optional(),
  cooldownSeconds: cooldownSeconds.optional(),
  enabled: z.boolean().optional(),
});
export type RulePatch = z.infer<typeof RulePatch>;

/** Which rules to list. */
export interface RuleFilter {
  watchlistId?: string | undefined;
  severity?: readonly Severity[] | undefined;
  enabled?: boolean | undefined;
  /** Rules of this network and of its watched contracts; a tag belongs to no network. */
  network?: string | undefined;
  /** Words of the name, a signature's beginning, or a tag. */
  q?: string | undefined;
}
