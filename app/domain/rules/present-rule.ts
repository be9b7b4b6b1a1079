import type { Prisma } from "~/platform/generated/prisma/client";
import type { Rule } from "./rule";

/** What has to be read with a rule to show it. */
export const RULE_INCLUDE = { network: { select: { name: true } } } as const satisfies Prisma.RuleInclude;

/** A stored rule with what `RULE_INCLUDE` names. */
export type RuleRow = Prisma.RuleGetPayload<{ include: typeof RULE_INCLUDE }>;

/** A rule as the API shows it. */
export function presentRule(row: RuleRow): Rule {
  const { id, name, description, watchlistId, tag, stage, signature, severity, channels } = row;
  const { cooldownSeconds, runbookUrl, enabled, version } = row;
  return {
    id,
    name,
    description,
    watchlistId,
    tag,
    network: row.network?.name ?? null,
    stage,
    signature,
    event: null,
    condition: null,
    severity,
    channels,
    cooldownSeconds,
    threshold: null,
    runbookUrl,
    enabled,
    version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
