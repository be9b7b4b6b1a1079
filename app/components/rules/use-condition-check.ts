import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

import type { ConditionAnswer } from "./check-rule-form";
import type { ContractChoices, RuleFormChoices } from "./rule-form-choices";

const DEBOUNCE_MS = 250;

/**
 * Checks the condition while the form is filled in. What checks is loaded when it is first needed: it brings the
 * language and the table of signatures along.
 */
export function useConditionCheck(
  form: RefObject<HTMLFormElement | null>,
  contract: ContractChoices | null,
  savedLists: RuleFormChoices["lists"],
) {
  const [answer, setAnswer] = useState<ConditionAnswer | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const touched = useRef(false);

  const ask = useCallback(async () => {
    if (form.current === null || !isWanted(form.current)) return setAnswer(null);
    const { checkRuleForm } = await import("./check-rule-form");
    // The form may be gone by now.
    if (form.current === null) return;
    const data = new FormData(form.current);
    const isOfContract = data.get("scope") === "contract" && data.get("watchlistId") === contract?.id;
    const lists = new Set(savedLists.map(({ name }) => name));
    setAnswer(checkRuleForm(data, { abi: isOfContract ? contract.abi : null, lists }));
  }, [form, contract, savedLists]);

  const check = useCallback(() => {
    touched.current = true;
    clearTimeout(timer.current);
    timer.current = setTimeout(ask, DEBOUNCE_MS);
  }, [ask]);

  // Another contract's ABI has arrived.
  useEffect(() => {
    if (touched.current) check();
    return () => clearTimeout(timer.current);
  }, [check]);

  return { answer, check };
}

/** There is a condition, or somebody is about to write one. */
function isWanted(form: HTMLFormElement): boolean {
  const condition = form.elements.namedItem("condition");
  return condition instanceof HTMLTextAreaElement && (condition.value !== "" || condition === document.activeElement);
}
