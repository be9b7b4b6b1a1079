import { useFetcher } from "@remix-run/react";

import { paths } from "~/paths";
import type { ContractChoices, RuleFormChoices } from "./rule-form-choices";

/** What the contract that is chosen in the form has, asked for when another is chosen. */
export function useContractChoices(loaded: ContractChoices | null) {
  const { data, load } = useFetcher<{ choices: RuleFormChoices }>();
  return {
    contract: data?.choices.contract ?? loaded,
    load: (watchlistId: string) => {
      if (watchlistId !== "") load(paths.newRule(watchlistId));
    },
  };
}
