import { z } from "zod";

import { ResponseTemplate } from "~/domain/rules/response-template";
import { NewRule, RulePatch } from "~/domain/rules/rule";
import { isOfChangedCode, isOfMinedOnly } from "~/domain/rules/rule-look";
import { RuleThreshold } from "~/domain/rules/rule-threshold";
import { type RuleSide, RuleTrigger } from "~/domain/rules/rule-trigger";
import { Stage } from "~/domain/shared-schemas";

const SCOPES = ["contract", "tag", "list", "network"] as const;
/** Browsers send line breaks as CR LF; errors are told by their place in what the author sees. */
const lines = (text: string) => text.replaceAll("\r\n", "\n");

const response = ResponseTemplate.shape;
const asFormSends = {
  scope: z.enum(SCOPES),
  description: z
    .string()
    .optional()
    .transform((text) => text ?? null),
  trigger: RuleTrigger,
  stage: Stage.default("pending"),
  condition: z.string().transform(lines).pipe(NewRule.shape.condition.unwrap().unwrap()).optional(),
  thresholdCount: RuleThreshold.shape.count.optional(),
  thresholdWindowSeconds: RuleThreshold.shape.windowSeconds.optional(),
  thresholdGroupBy: RuleThreshold.shape.groupBy,
  runbookUrl: NewRule.shape.runbookUrl.transform((url) => url ?? null),
  channels: NewRule.shape.channels,
  cooldownSeconds: NewRule.shape.cooldownSeconds,
  groupWaitSeconds: NewRule.shape.groupWaitSeconds.transform((seconds) => seconds ?? null),
  escalationPolicyId: NewRule.shape.escalationPolicyId.transform((id) => id ?? null),
  inhibitedBy: NewRule.shape.inhibitedBy,
  responseSignature: response.signature.unwrap().optional(),
  responseArgs: z.string().transform(argumentsIn).pipe(response.args.unwrap()).optional(),
  responseTo: response.to,
  responseValue: response.value.unwrap().optional(),
  enabled: z.boolean().default(false),
};

/** A new rule as its form sends it: what the chosen scope and trigger have no use for does not count. */
export const NewRuleForm = z
  .object({ ...NewRule.shape, ...asFormSends })
  .check(isComplete)
  .transform(asRule);

/** A changed rule as its form sends it. */
export const RuleForm = z
  .object({ ...RulePatch.shape, ...asFormSends, name: NewRule.shape.name, severity: NewRule.shape.severity })
  .check(isComplete)
  .transform(asRule);

/** The form's field for an operation's pointer. */
export function ruleFieldOf(pointer: string): string | undefined {
  const [, first, second] = pointer.split("/");
  if (first === "response") return second === undefined ? "responseSignature" : RESPONSE_FIELDS[second];
  if (first !== "threshold") return first;
  return second === "windowSeconds" ? "thresholdWindowSeconds" : "thresholdCount";
}

const RESPONSE_FIELDS: Record<string, string> = {
  signature: "responseSignature",
  args: "responseArgs",
  to: "responseTo",
  value: "responseValue",
};

interface Sent {
  scope: (typeof SCOPES)[number];
  watchlistId?: string | null | undefined;
  tag?: string | null | undefined;
  list?: string | null | undefined;
  network?: string | null | undefined;
  trigger: RuleTrigger;
  side?: RuleSide | undefined;
  stage: Stage;
  signature?: string | null | undefined;
  event?: string | null | undefined;
  condition?: string | undefined;
  thresholdGroupBy: RuleThreshold["groupBy"];
  thresholdCount?: number | undefined;
  thresholdWindowSeconds?: number | undefined;
  responseSignature?: string | undefined;
  responseArgs?: string[] | undefined;
  responseTo?: string | null | undefined;
  responseValue?: string | undefined;
}

function isComplete({ value, issues }: z.core.ParsePayload<Sent>): void {
  const add = (field: keyof Sent, message: string) =>
    issues.push({ code: "custom", message, path: [field], input: value[field] });
  const [field, message] = {
    contract: ["watchlistId", "Choose the contract."] as const,
    tag: ["tag", "must not be empty"] as const,
    list: ["list", "Choose the list."] as const,
    network: ["network", "Choose the network."] as const,
  }[value.scope];
  if (!value[field]) add(field, message);
  const { thresholdCount: count, thresholdWindowSeconds: window } = value;
  if (count !== undefined && window === undefined) add("thresholdWindowSeconds", "Say within how many seconds.");
  if (count === undefined && window !== undefined) add("thresholdCount", "Say how many.");
}

function asRule<T extends Sent>(sent: T) {
  const { scope, watchlistId, tag, list, network, trigger, side, stage, signature, event, condition, ...others } = sent;
  const { thresholdCount: count, thresholdWindowSeconds: windowSeconds, thresholdGroupBy: groupBy, ...told } = others;
  const { responseSignature, responseArgs, responseTo, responseValue, ...rest } = told;
  return {
    ...rest,
    ...(scope === "contract" && watchlistId ? { watchlistId } : {}),
    ...(scope === "tag" && tag ? { tag } : {}),
    ...(scope === "list" && list ? { list } : {}),
    ...(scope === "network" && network ? { network } : {}),
    trigger,
    side: trigger === "call" ? (side ?? "target") : "target",
    stage: isOfMinedOnly(trigger) ? "confirmed" : stage,
    signature: trigger === "call" ? (signature ?? null) : null,
    event: trigger === "event" ? (event ?? null) : null,
    condition: isOfChangedCode(trigger) ? null : (condition ?? null),
    response: responseOf({ responseSignature, responseArgs, responseTo, responseValue }),
    threshold: count === undefined || windowSeconds === undefined ? null : { count, windowSeconds, groupBy },
  } as const;
}

/** What is left empty is as by default; with all of it empty there is no response of the rule's own. */
function responseOf({ responseSignature, responseArgs, responseTo, responseValue }: Partial<Sent>) {
  const given = [responseSignature, responseArgs?.join(""), responseTo, responseValue];
  if (given.every((value) => !value)) return null;
  return {
    to: responseTo ?? null,
    signature: responseSignature ?? "pause()",
    args: responseArgs ?? [],
    value: responseValue ?? "0",
  };
}

/** One a line; empty lines at the end are none. */
function argumentsIn(text: string): string[] {
  return text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.trim());
}
