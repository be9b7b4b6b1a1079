/** What the page of trials offers to choose from. */
export interface TrialChoices {
  /** Networks on which the rule looks; the first is proposed. */
  networks: { name: string; head: number | null }[];
}

/** What was wrong with a form, by its fields; under `form` what is about none. */
export type TrialErrors = Partial<Record<string, string[]>>;
