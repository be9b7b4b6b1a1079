import type { Escalation } from "~/domain/escalations/escalation";

type Next = Pick<Escalation, "nextStep" | "steps" | "round" | "rounds" | "nextChannels">;

/** What a running escalation does next; names in it may be from outside. */
export function nextWords({ nextStep, steps, round, rounds, nextChannels }: Next): string {
  if (nextStep === null) return "it gives up, for every step was taken";
  const place = `step ${nextStep} of ${steps}${rounds > 1 ? `, round ${round} of ${rounds}` : ""}`;
  return `${place}, ${nextChannels.length === 0 ? "whose channels are all off" : nextChannels.join(", ")}`;
}
