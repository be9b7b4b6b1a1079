import { useFetcher } from "@remix-run/react";

import { paths } from "~/paths";
import type { RuleFormChoices } from "./rule-form-choices";

/** The functions of the contract that is chosen in the form, asked for when another is chosen. */
export function useContractFunctions(loaded: RuleFormChoices["contract"]) {
  const { data, load } = useFetcher<{ choices: RuleFormChoices }>();
  return {
    contract: data?.choices.contract ?? loaded,
    load: (watchlistId: string) => {
      if (watchlistId !== "") load(paths.newRule(watchlistId));
    },
  };
}
