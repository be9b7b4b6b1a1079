import { evaluateRule } from "~/domain/rules/evaluate-rule";
import type { SimulatedOutcome } from "~/domain/transactions/simulated-outcome";
import type { Context } from "~/platform/context.server";
import type { FoundMatch } from "./found-match";

/** Says what a simulation makes of a pending transaction; null when nobody can tell. */
export type ResolveOutcome = (found: FoundMatch) => Promise<SimulatedOutcome | null>;

/** The first notification doesn't wait longer for a simulation. */
const LIMIT_MS = 150;

/**
 * Waits shortly for the outcome that a match's condition asks for, and asks the rule again.
 *
 * @returns the match as it is known then: with the outcome, or uncertain as it was; null when it is no match after all.
 *   An outcome that nobody could tell never makes it none: else a flood that uses up the budget would hide an attack.
 */
export async function awaitOutcome(
  ctx: Pick<Context, "log">,
  found: FoundMatch,
  resolve: ResolveOutcome,
): Promise<FoundMatch | null> {
  const outcome = await outcomeOf(ctx, found, resolve);
  if (outcome === null) return found;
  const { match, transaction, mined: facts } = found;
  const logs = match.log === null ? [] : [match.log];
  const calls = found.detection === "simulation" && match.call !== null ? [match.call] : [];
  const again = evaluateRule(match.rule, { transaction, facts, logs, calls, outcome: outcome.kind });
  if (again.matched === false) return outcome.kind === "unknown" ? { ...found, outcome } : null;
  return { ...found, outcome, match: again.match ?? match };
}

async function outcomeOf(ctx: Pick<Context, "log">, found: FoundMatch, resolve: ResolveOutcome) {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<null>((done) => {
    timer = setTimeout(() => done(null), LIMIT_MS);
  });
  const answer = resolve(found).catch((error: unknown) => {
    ctx.log.debug({ err: error, txHash: found.transaction.hash }, "no outcome for a match");
    return null;
  });
  const outcome = await Promise.race([answer, limit]);
  clearTimeout(timer);
  return outcome;
}
