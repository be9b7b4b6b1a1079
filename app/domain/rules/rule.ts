import { z } from "zod";

import { ListName } from "~/domain/address-lists/address-list";
import { Id, NetworkName, Severity, Stage, Timestamp } from "~/domain/shared-schemas";
import { Tag } from "~/domain/watchlists/watchlist-entry";
import { ResponseTemplate } from "./response-template";
import { RuleThreshold } from "./rule-threshold";
import { RuleSide, RuleTrigger } from "./rule-trigger";

/**
 * A rule as the API shows it. One of `watchlistId`, `tag`, `list` and `network` is set, its scope; none when its watched
 * contract was deleted, and then it stays disabled until it is given another.
 */
export const Rule = z.object({
  id: Id,
  name: z.string(),
  description: z.string().nullable(),
  watchlistId: Id.nullable(),
  tag: z.string().nullable(),
  /** The name of an address list. */
  list: z.string().nullable(),
  network: NetworkName.nullable(),
  stage: Stage,
  trigger: RuleTrigger,
  side: RuleSide,
  signature: z.string().nullable(),
  event: z.string().nullable(),
  condition: z.string().nullable(),
  severity: Severity,
  channels: z.array(z.string()),
  cooldownSeconds: z.int(),
  threshold: RuleThreshold.nullable(),
  /** Null: 0 for critical alerts, 30 for others. */
  groupWaitSeconds: z.int().nullable(),
  /** Null: the policy of its severity, if there is one. */
  escalationPolicyId: Id.nullable(),
  /** Rules whose alerts on the same contract keep this one's quiet. */
  inhibitedBy: z.array(Id),
  /** The unsigned transaction that its alerts prepare. Null: `pause()` on the contract. */
  response: ResponseTemplate.nullable(),
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
const groupWaitSeconds = z
  .int("must be a whole number of seconds")
  .min(0, "must be 0 or more")
  .max(3_600, "must be at most 3,600 (an hour)");
const inhibitedBy = z
  .array(Id)
  .max(20, "must be at most 20 rules")
  .transform((ids) => [...new Set(ids)])
  .describe("Rules whose alerts on the same contract keep this one's quiet while they fire.");
const signature = z.string().trim().min(1, "must not be empty");
/** Not trimmed: errors are told by their place in what was written. */
const condition = z.string().min(1, "must not be empty").max(16_384, "must be at most 4,096 bytes");

/** Fields that mean the same in a new rule and in a change. */
const common = {
  description: z.string().trim().max(2000, "must be at most 2,000 characters").nullish(),
  watchlistId: Id.nullish(),
  tag: Tag.nullish(),
  list: ListName.nullish().describe("The name of an address list."),
  network: z.string().trim().min(1, "must not be empty").max(100).nullish(),
  trigger: RuleTrigger.optional().describe("`event` when there is an event, else `call`, unless said otherwise."),
  signature: signature
    .max(500, "must be at most 500 characters")
    .nullish()
    .describe("A function's name, full signature or 4-byte selector. None: any call."),
  event: signature
    .max(2000, "must be at most 2,000 characters")
    .nullish()
    .describe("An event's name, full signature or first topic."),
  condition: condition.nullish().describe("An expression of the condition language."),
  threshold: RuleThreshold.nullish(),
  groupWaitSeconds: groupWaitSeconds
    .nullish()
    .describe("How long alerts are gathered into one message. None: 0 for critical ones, 30 for others."),
  escalationPolicyId: Id.nullish().describe("None: the policy of its severity, if there is one."),
  response: ResponseTemplate.nullish().describe("The unsigned transaction that its alerts prepare. None: `pause()`."),
  runbookUrl: z
    .url({ protocol: /^https?$/, error: "must be an http or https URL" })
    .max(2048)
    .nullish(),
};

/** What a new rule is made from. Scope, signature, event, condition and channels are checked further by `createRule`. */
export const NewRule = z.strictObject({
  ...common,
  name,
  stage: Stage.optional().describe("`pending`, but `confirmed` for a rule of events or of changed code."),
  side: RuleSide.default("target"),
  severity: Severity,
  channels: channels.default([]),
  cooldownSeconds: cooldownSeconds.default(0),
  inhibitedBy: inhibitedBy.default([]),
  enabled: z.boolean().default(true),
});
export type NewRule = z.infer<typeof NewRule>;

/** A change to a rule; what is not named stays. Naming one scope replaces another, an event a signature. */
export const RulePatch = z.strictObject({
  ...common,
  name: name.optional(),
  stage: Stage.optional(),
  side: RuleSide.optional(),
  severity: Severity.optional(),
  channels: channels.optional(),
  cooldownSeconds: cooldownSeconds.optional(),
  inhibitedBy: inhibitedBy.optional(),
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
  /** Words of the name, a signature, an event or a condition, or a tag or list. */
  q?: string | undefined;
}
