import type { Actor } from "~/domain/audit/actor";
import { applyConfiguration } from "~/domain/configuration/apply-configuration.server";
import { Configuration } from "~/domain/configuration/configuration";
import { importMonitorConfiguration } from "~/domain/configuration/openzeppelin/import-monitor-configuration.server";
import type { ImportReportEntry } from "~/domain/configuration/openzeppelin/import-report";
import { parseConfigurationText } from "~/domain/configuration/parse-configuration-text";
import type { Plan } from "~/domain/configuration/plan";
import { planConfiguration } from "~/domain/configuration/plan-configuration.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import { fieldErrors } from "~/web/api/field-errors";
import { requireSane } from "~/web/api/require-sane";

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

/** What an import does, and of OpenZeppelin Monitor's configuration also what has no exact counterpart. */
export interface SubmittedPlan {
  plan: Plan;
  report: ImportReportEntry[];
}

/**
 * Reads a configuration's text, JSON or YAML, Sentinel's own or OpenZeppelin Monitor's, and plans or applies it. What is
 * wrong comes back as the plan's errors.
 */
export async function submitConfiguration(ctx: Context, submitted: Submitted): Promise<SubmittedPlan> {
  const read = parseConfigurationText(submitted.text);
  if (!read.ok) return { plan: refusal([read.error]), report: [] };
  try {
    requireSane(read.value);
    const files = monitorFiles(read.value);
    if (files !== null) return await importMonitorConfiguration(ctx, { ...submitted, files });
    return { plan: await submitOwn(ctx, submitted, read.value), report: [] };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const errors = error.errors.length > 0 ? error.errors : [{ pointer: "", detail: error.message, code: error.slug }];
    return { plan: refusal(errors), report: [] };
  }
}

async function submitOwn(ctx: Context, { actor, apply }: Submitted, value: unknown): Promise<Plan> {
  const parsed = await Configuration.safeParseAsync(value);
  if (!parsed.success) return refusal(fieldErrors(parsed.error, value, "body"));
  if (apply) return applyConfiguration(ctx, { actor, input: parsed.data });
  return planConfiguration(ctx, { input: parsed.data });
}

/** OpenZeppelin Monitor's: its three kinds, or files in folders of these names. Its files have no version. */
function monitorFiles(value: unknown): Record<string, unknown> | null {
  if (typeof value !== "object" || value === null || Array.isArray(value) || Object.hasOwn(value, "version"))
    return null;
  const isTheirs = Object.keys(value).some((key) => /^(.*\/)?(monitors|triggers)(\/|$)/.test(key));
  return isTheirs ? (value as Record<string, unknown>) : null;
}
