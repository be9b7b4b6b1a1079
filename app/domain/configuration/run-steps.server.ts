import { AppError, type FieldError } from "~/domain/errors";
import type { Step, Work } from "./steps/step";

/** Each round gets at least one step done; circles get none. */
const MAX_ROUNDS = 20;

interface Failed {
  step: Step;
  error: AppError;
}

/**
 * Does the steps in order. What is refused is tried again once the others are done: a policy may only be made after
 * another gave its severity up, a list only go after the rules that need it.
 *
 * @returns what was refused in the end.
 */
export async function runSteps(work: Work, steps: readonly Step[]): Promise<FieldError[]> {
  let waiting = [...steps];
  for (let round = 1; waiting.length > 0; round += 1) {
    const failed: Failed[] = [];
    for (const step of waiting) {
      const error = await tryStep(work, step);
      if (error !== null) failed.push({ step, error });
    }
    if (failed.length === waiting.length || round === MAX_ROUNDS) return failed.flatMap(errorsOf);
    waiting = failed.map(({ step }) => step);
  }
  return [];
}

async function tryStep(work: Work, step: Step): Promise<AppError | null> {
  try {
    await step.run?.(work);
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

/** What operations call a field, and the file calls otherwise. */
const RENAMED: readonly (readonly [RegExp, string])[] = [
  [/^\/watchlistId$/, "/watchlist"],
  [/^\/escalationPolicyId$/, "/escalationPolicy"],
  [/^\/matchers\/ruleId$/, "/matchers/rule"],
  [/^\/matchers\/watchlistId$/, "/matchers/watchlist"],
  [/^\/add\//, "/addresses/"],
];

function errorsOf({ step, error }: Failed): FieldError[] {
  const { pointer, name } = step.change;
  if (error.errors.length === 0 || pointer === null) {
    const detail = pointer === null ? `${name} can't be deleted. ${error.message}` : error.message;
    return [{ pointer: pointer ?? "", detail, code: error.slug }];
  }
  return error.errors.map((each) => {
    const own = RENAMED.reduce((text, [from, to]) => text.replace(from, to), each.pointer);
    return { ...each, pointer: pointer + own };
  });
}
