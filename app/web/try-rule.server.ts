import type { NewTrial, RuleTrial } from "~/domain/rules/rule-trial";
import { testRule } from "~/domain/rules/test-rule.server";
import type { Context } from "~/platform/context.server";
import { openJsonRpc } from "~/platform/json-rpc.server";

/** Asks a rule of one transaction, with the network's own nodes behind it: see `testRule`. */
export function tryRule(ctx: Context, input: NewTrial): Promise<RuleTrial> {
  return testRule(ctx, { input, open: openJsonRpc });
}
