import type { TrialErrors } from "~/components/trials/trial-choices";
import type { TryOutcome } from "~/components/trials/try-panel";
import type { Actor } from "~/domain/audit/actor";
import { createBacktest } from "~/domain/backtests/create-backtest.server";
import { NewBacktest } from "~/domain/backtests/new-backtest";
import { AppError } from "~/domain/errors";
import type { Job } from "~/domain/jobs/job";
import { NewTrial } from "~/domain/rules/rule-trial";
import type { Context } from "~/platform/context.server";
import { tryRule } from "../try-rule.server";
import { checkedBy } from "./checked-by";

/** What a person pastes: a hash is looked up, anything else is the transaction itself. */
function readGiven(given: string): { txHash: string } | { transaction: unknown } {
  const text = given.trim();
  if (/^0x[0-9a-f]{64}$/i.test(text)) return { txHash: text.toLowerCase() };
  if (!text.startsWith("{")) return { transaction: text };
  try {
    return { transaction: JSON.parse(text) as unknown };
  } catch {
    throw new AppError("invalid_input", "is no JSON that can be read", {
      errors: [{ pointer: "/transaction", detail: "is no JSON that can be read", code: "invalid_json" }],
    });
  }
}

/** Tries a rule on what the form gives. What is refused comes back by field. */
export async function submitTry(
  ctx: Context,
  { ruleId, formData }: { ruleId: string; formData: FormData },
): Promise<TryOutcome> {
  const network = String(formData.get("network") ?? "");
  try {
    const given = readGiven(String(formData.get("given") ?? ""));
    return { trial: await tryRule(ctx, checkedBy(NewTrial, { ruleId, network, ...given })), network };
  } catch (error) {
    return { errors: errorsOf(error) };
  }
}

/** Starts a replay of a rule with what the form gives. What is refused comes back by field. */
export async function submitReplay(
  ctx: Context,
  { actor, ruleId, formData }: { actor: Actor; ruleId: string; formData: FormData },
): Promise<{ job: Job } | { errors: TrialErrors }> {
  const number = (name: string) => {
    const text = String(formData.get(name) ?? "").trim();
    return text === "" ? {} : { [name]: Number(text) };
  };
  const window =
    formData.get("over") === "blocks" ? { ...number("fromBlock"), ...number("toBlock") } : number("lastHours");
  try {
    const input = checkedBy(NewBacktest, { ruleId, network: formData.get("network") ?? undefined, ...window });
    return { job: await createBacktest(ctx, { actor, input }) };
  } catch (error) {
    return { errors: errorsOf(error) };
  }
}

function errorsOf(error: unknown): TrialErrors {
  if (!(error instanceof AppError)) throw error;
  if (error.errors.length === 0 || error.code === "not_found") return { form: [error.message] };
  const errors: TrialErrors = {};
  for (const { pointer, detail } of error.errors) {
    const [, field = ""] = pointer.split("/");
    const name = field === "txHash" || field === "transaction" ? "given" : KNOWN.has(field) ? field : "form";
    const inner = pointer.split("/").slice(2).join(".");
    const text = name === "form" ? error.message : inner === "" ? detail : `${inner}: ${detail}`;
    errors[name] = [...(errors[name] ?? []), inWordsOfForm(text)];
  }
  return errors;
}

/** The API names its fields; the form shows them by other words. */
function inWordsOfForm(text: string): string {
  return text.replaceAll("fromBlock", "the first block").replaceAll("toBlock", "the last block");
}

const KNOWN = new Set(["network", "fromBlock", "toBlock", "lastHours"]);
