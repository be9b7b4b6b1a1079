/** Where a run stands: indices from 0, as they are stored. `step` may be past the last one: the round is over. */
export interface Place {
  step: number;
  round: number;
}

/** The step that comes next: of this round, else the first of the next one; null when all rounds are over. */
export function nextStep({ step, round }: Place, policy: { steps: number; repeats: number }): Place | null {
  if (step < policy.steps) return { step, round };
  return round < policy.repeats ? { step: 0, round: round + 1 } : null;
}
