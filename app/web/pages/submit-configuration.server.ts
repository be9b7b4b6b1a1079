import type { Actor } from "~/domain/audit/actor";
import { applyConfiguration } from "~/domain/configuration/apply-configuration.server";
import { Configuration } from "~/domain/configuration/configuration";
import { parseConfigurationText } from "~/domain/configuration/parse-configuration-text";
import type { Plan } from "~/domain/configuration/plan";
import { planConfiguration } from "~/domain/configuration/plan-configuration.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import { fieldErrors } from "~/web/api/field-errors";

interface Submitted {
  actor: Actor;
  text: string;
  apply: boolean;
}

/** A plan of nothing but what is wrong. */
function refusal(errors: Plan["errors"]): Plan {
  const summary = { create: 0, update: 0, unchanged: 0, delete: 0 };
  return { applied: false, summary, changes: [], notes: [], errors, madeSecrets: [] };
}

/** Reads a configuration's text, JSON or YAML, and plans or applies it. What is wrong comes back as the plan's errors. */
export async function submitConfiguration(ctx: Context, { actor, text, apply }: Submitted): Promise<Plan> {
  const read = parseConfigurationText(text);
  if (!read.ok) return refusal([read.error]);
  const parsed = await Configuration.safeParseAsync(read.value);
  if (!parsed.success) return refusal(fieldErrors(parsed.error, read.value, "body"));
  try {
    if (apply) return await applyConfiguration(ctx, { actor, input: parsed.data });
    return await planConfiguration(ctx, { input: parsed.data });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.errors.length > 0) return refusal(error.errors);
    return refusal([{ pointer: "", detail: error.message, code: error.slug }]);
  }
}
