import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { Form, Link, useNavigation } from "@remix-run/react";
import { useRef } from "react";

import { Button } from "~/components/ui/button";
import { buttonClass } from "~/components/ui/button-class";
import { FormErrors } from "~/components/ui/form-errors";
import { FormSection } from "~/components/ui/form-section";
import { Switch } from "~/components/ui/switch";
import { TextAreaField } from "~/components/ui/text-area-field";
import { TextField } from "~/components/ui/text-field";
import type { Rule } from "~/domain/rules/rule";
import { paths } from "~/paths";
import { ChannelChoice } from "./channel-choice";
import { ConditionField } from "./condition-field";
import { NotificationFields } from "./notification-fields";
import { type ErrorPlace, placedError } from "./placed-error";
import { ResponseFields } from "./response-fields";
import { type RuleFields, ruleFieldsOf } from "./rule-fields";
import type { RuleFormChoices, RuleSuggestion } from "./rule-form-choices";
import { ScopeChoice } from "./scope-choice";
import { SeverityChoice } from "./severity-choice";
import { takeSuggestion } from "./take-suggestion";
import { ThresholdFields } from "./threshold-fields";
import { TriggerFields } from "./trigger-fields";
import { useConditionCheck } from "./use-condition-check";
import { useContractChoices } from "./use-contract-choices";

interface Props {
  /** Null for a new one. */
  rule: Rule | null;
  choices: RuleFormChoices;
  /** The contract that a new rule begins with. */
  watchlistId?: string | undefined;
  refused: { lastResult: SubmissionResult<string[]>; places: ErrorPlace[] } | undefined;
}

/** Makes or changes a rule, in the order one thinks: what to watch, what is dangerous, how bad, who is told. */
export function RuleForm({ rule, choices, watchlistId, refused }: Props) {
  const element = useRef<HTMLFormElement>(null);
  const lastCondition = useRef<string | null>(null);
  const isSaving = useNavigation().formData?.get("intent") === "save";
  const { contract, load } = useContractChoices(choices.contract);
  const { answer, check } = useConditionCheck(element, contract, choices.lists);
  const lastResult = refused?.lastResult;
  const [form, fields] = useForm<RuleFields>({ lastResult, defaultValue: ruleFieldsOf(rule, watchlistId) });
  const placeOf = (field: "signature" | "event" | "condition") =>
    placedError(refused?.places ?? [], field, fields[field].initialValue);
  const take = (suggestion: RuleSuggestion) => {
    takeSuggestion(element.current, suggestion, lastCondition.current);
    lastCondition.current = suggestion.condition;
    check();
  };
  return (
    <Form
      method="post"
      {...getFormProps(form)}
      ref={element}
      onInput={check}
      className="group/rule flex max-w-3xl flex-col gap-8"
    >
      <FormErrors id={form.errorId} errors={form.errors} />
      <FormSection title="Watch" hint="Whose transactions the rule looks at.">
        <ScopeChoice fields={fields} choices={choices} onContract={load} />
      </FormSection>
      <FormSection title="When" hint="What deserves attention.">
        <TriggerFields fields={fields} choices={choices} contract={contract} placeOf={placeOf} onTake={take} />
      </FormSection>
      <div className="hidden group-has-[input[value=call]:checked]/rule:block group-has-[input[value=event]:checked]/rule:block group-has-[input[value=mention]:checked]/rule:block">
        <FormSection title="Only if" hint="What is harmless needs no alert.">
          <ConditionField field={fields.condition} answer={answer} place={placeOf("condition")} onFocus={check} />
        </FormSection>
      </div>
      <FormSection title="How bad" hint="It decides the lane: critical alerts overtake all others.">
        <SeverityChoice field={fields.severity} />
      </FormSection>
      <FormSection title="Tell" hint="Every alert is stored and shown either way.">
        <ChannelChoice field={fields.channels} channels={choices.channels} />
        <ThresholdFields fields={fields} />
        <NotificationFields fields={fields} choices={choices} ruleId={rule?.id ?? null} />
      </FormSection>
      <FormSection title="Respond" hint="What its alerts prepare for whoever has to act.">
        <ResponseFields fields={fields} />
      </FormSection>
      <FormSection title="Name it" hint="For the list, and for whoever is woken by it.">
        <TextField field={fields.name} label="Name" maxLength={120} placeholder="Treasury: ownership transferred" />
        <TextAreaField field={fields.description} label="Description" optional rows={2} />
        <TextField field={fields.runbookUrl} label="Runbook" optional type="url" placeholder="https://…" />
        <label htmlFor="enabled" className="flex items-center gap-3 text-sm font-medium">
          <Switch id="enabled" name="enabled" defaultChecked={rule?.enabled ?? true} />
          On
        </label>
      </FormSection>
      <div className="flex gap-2 border-t border-line pt-4">
        <Button type="submit" name="intent" value="save" look="primary" disabled={isSaving}>
          {isSaving ? "Saving…" : rule === null ? "Create the rule" : "Save"}
        </Button>
        <Link to={paths.rules()} className={buttonClass("quiet")}>
          Cancel
        </Link>
      </div>
    </Form>
  );
}
