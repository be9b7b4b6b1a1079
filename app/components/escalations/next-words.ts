import { inWords } from "~/components/alerts/timeline-data";
import type { Escalation } from "~/domain/escalations/escalation";

/** Whom a running escalation calls next, after the time; names in it may be from outside. */
export function nextWords({ nextStep, nextChannels }: Pick<Escalation, "nextStep" | "nextChannels">): string {
  if (nextStep === null) return "it gives up, for every step was taken";
  return nextChannels.length === 0 ? "nobody, for all channels of the step are off" : inWords(nextChannels);
}

/** Which step that is; null when none is left. */
export function placeWords(run: Pick<Escalation, "nextStep" | "steps" | "round" | "rounds">): string | null {
  const { nextStep, steps, round, rounds } = run;
  if (nextStep === null) return null;
  return `Step ${nextStep} of ${steps}${rounds > 1 ? `, round ${round} of ${rounds}` : ""}`;
}
