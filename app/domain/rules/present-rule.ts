import type { Prisma } from "~/platform/generated/prisma/client";
import { ResponseTemplate } from "./response-template";
import type { Rule } from "./rule";
import { RuleThreshold } from "./rule-threshold";
import { RuleSide, RuleTrigger } from "./rule-trigger";

/** What has to be read with a rule to show it. */
export const RULE_INCLUDE = {
  network: { select: { name: true } },
  list: { select: { name: true } },
} as const satisfies Prisma.RuleInclude;

/** A stored rule with what `RULE_INCLUDE` names. */
export type RuleRow = Prisma.RuleGetPayload<{ include: typeof RULE_INCLUDE }>;

/** A rule as the API shows it. */
export function presentRule(row: RuleRow): Rule {
  const { id, name, description, watchlistId, tag, stage, signature, event, condition, severity, channels } = row;
  const { cooldownSeconds, groupWaitSeconds, escalationPolicyId, inhibitedBy, runbookUrl, enabled, version } = row;
  return {
    id,
    name,
    description,
    watchlistId,
    tag,
    list: row.list?.name ?? null,
    network: row.network?.name ?? null,
    stage,
    trigger: RuleTrigger.parse(row.trigger),
    side: RuleSide.parse(row.side),
    signature,
    event,
    condition,
    severity,
    channels,
    cooldownSeconds,
    threshold: row.threshold === null ? null : RuleThreshold.parse(row.threshold),
    groupWaitSeconds,
    escalationPolicyId,
    inhibitedBy,
    response: row.response === null ? null : ResponseTemplate.parse(row.response),
    runbookUrl,
    enabled,
    version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
