import { z } from "zod";

import { NewRule, RulePatch } from "~/domain/rules/rule";

const asFormSends = {
  scope: z.enum(["contract", "tag", "network"]),
  description: z
    .string()
    .optional()
    .transform((text) => text ?? null),
  signature: z.string().trim(),
  runbookUrl: NewRule.shape.runbookUrl.transform((url) => url ?? null),
  channels: NewRule.shape.channels,
  cooldownSeconds: NewRule.shape.cooldownSeconds,
  enabled: z.boolean().default(false),
};

/** A new rule as its form sends it: of the three scopes only the chosen one counts. */
export const NewRuleForm = z
  .object({ ...NewRule.shape, ...asFormSends })
  .check(hasScope)
  .transform(onlyChosenScope);

/** A changed rule as its form sends it. */
export const RuleForm = z
  .object({ ...RulePatch.shape, ...asFormSends, name: NewRule.shape.name, severity: NewRule.shape.severity })
  .check(hasScope)
  .transform(onlyChosenScope);

interface Scoped {
  scope: "contract" | "tag" | "network";
  watchlistId?: string | null | undefined;
  tag?: string | null | undefined;
  network?: string | null | undefined;
}

function hasScope({ value, issues }: z.core.ParsePayload<Scoped>): void {
  const [field, message] = {
    contract: ["watchlistId", "Choose the contract."],
    tag: ["tag", "must not be empty"],
    network: ["network", "Choose the network."],
  }[value.scope] as ["watchlistId" | "tag" | "network", string];
  if (!value[field]) issues.push({ code: "custom", message, path: [field], input: value[field] });
}

function onlyChosenScope<T extends Scoped>({ scope, watchlistId, tag, network, ...rest }: T) {
  return {
    ...rest,
    ...(scope === "contract" && watchlistId ? { watchlistId } : {}),
    ...(scope === "tag" && tag ? { tag } : {}),
    ...(scope === "network" && network ? { network } : {}),
  };
}
