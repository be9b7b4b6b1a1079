import type { Rule } from "~/domain/rules/rule";

/** The rule form's fields as the browser sends them. */
export interface RuleFields {
  name?: string | undefined;
  scope?: string | undefined;
  watchlistId?: string | undefined;
  tag?: string | undefined;
  list?: string | undefined;
  network?: string | undefined;
  trigger?: string | undefined;
  side?: string | undefined;
  stage?: string | undefined;
  signature?: string | undefined;
  event?: string | undefined;
  condition?: string | undefined;
  severity?: string | undefined;
  channels?: string[] | undefined;
  cooldownSeconds?: string | undefined;
  groupWaitSeconds?: string | undefined;
  escalationPolicyId?: string | undefined;
  inhibitedBy?: string[] | undefined;
  responseSignature?: string | undefined;
  /** One argument a line. */
  responseArgs?: string | undefined;
  responseTo?: string | undefined;
  /** Wei. */
  responseValue?: string | undefined;
  thresholdCount?: string | undefined;
  thresholdWindowSeconds?: string | undefined;
  thresholdGroupBy?: string | undefined;
  description?: string | undefined;
  runbookUrl?: string | undefined;
  enabled?: boolean | undefined;
}

/** What the form begins with. */
export function ruleFieldsOf(rule: Rule | null, watchlistId: string | undefined): RuleFields {
  if (rule === null) return { scope: "contract", watchlistId, trigger: "call", cooldownSeconds: "0" };
  const { name, trigger, side, stage, severity, channels, threshold } = rule;
  return {
    ...{ name, trigger, side, stage, severity, channels },
    scope: scopeOf(rule),
    watchlistId: rule.watchlistId ?? undefined,
    tag: rule.tag ?? undefined,
    list: rule.list ?? undefined,
    network: rule.network ?? undefined,
    signature: rule.signature ?? undefined,
    event: rule.event ?? undefined,
    condition: rule.condition ?? undefined,
    cooldownSeconds: String(rule.cooldownSeconds),
    groupWaitSeconds: rule.groupWaitSeconds === null ? undefined : String(rule.groupWaitSeconds),
    escalationPolicyId: rule.escalationPolicyId ?? undefined,
    inhibitedBy: rule.inhibitedBy,
    ...responseFieldsOf(rule),
    thresholdCount: threshold === null ? undefined : String(threshold.count),
    thresholdWindowSeconds: threshold === null ? undefined : String(threshold.windowSeconds),
    thresholdGroupBy: threshold?.groupBy,
    description: rule.description ?? undefined,
    runbookUrl: rule.runbookUrl ?? undefined,
  };
}

function scopeOf({ tag, list, network }: Rule): string {
  if (network !== null) return "network";
  if (list !== null) return "list";
  return tag === null ? "contract" : "tag";
}

function responseFieldsOf({ response }: Rule): RuleFields {
  if (response === null) return {};
  const { signature, args, to, value } = response;
  return {
    responseSignature: signature,
    responseArgs: args.join("\n"),
    responseTo: to ?? undefined,
    responseValue: value === "0" ? undefined : value,
  };
}
