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
import type { RuleFormChoices, SignatureSuggestion } from "./rule-form-choices";
import { ScopeChoice } from "./scope-choice";
import { SeverityChoice } from "./severity-choice";
import { SignatureSuggestions } from "./signature-suggestions";
import { useContractFunctions } from "./use-contract-functions";

/** The form's fields as the browser sends them. */
export interface RuleFields {
  name?: string | undefined;
  scope?: string | undefined;
  watchlistId?: string | undefined;
  tag?: string | undefined;
  network?: string | undefined;
  signature?: string | undefined;
  severity?: string | undefined;
  channels?: string[] | undefined;
  cooldownSeconds?: string | undefined;
  description?: string | undefined;
  runbookUrl?: string | undefined;
  enabled?: boolean | undefined;
}

interface Props {
  /** Null for a new one. */
  rule: Rule | null;
  choices: RuleFormChoices;
  /** The contract that a new rule begins with. */
  watchlistId?: string | undefined;
  lastResult: SubmissionResult<string[]> | undefined;
}

/** Makes or changes a rule, in the order one thinks: what to watch, what is dangerous, how bad, who is told. */
export function RuleForm({ rule, choices, watchlistId, lastResult }: Props) {
  const element = useRef<HTMLFormElement>(null);
  const isSaving = useNavigation().formData?.get("intent") === "save";
  const { contract, load } = useContractFunctions(choices.contract);
  const [form, fields] = useForm<RuleFields>({ lastResult, defaultValue: defaultsOf(rule, watchlistId) });
  const take = (suggestion: SignatureSuggestion) => fill(element.current, suggestion);
  return (
    <Form method="post" {...getFormProps(form)} ref={element} className="flex max-w-3xl flex-col gap-8">
      <FormErrors id={form.errorId} errors={form.errors} />
      <FormSection title="Watch" hint="Whose calls the rule looks at.">
        <ScopeChoice fields={fields} choices={choices} onContract={load} />
      </FormSection>
      <FormSection title="When it is called" hint="The function that deserves attention.">
        <TextField
          field={fields.signature}
          label="Function"
          mono
          autoComplete="off"
          spellCheck={false}
          placeholder="transferOwnership(address)"
          hint="A name, a full signature, or a 4-byte selector."
        />
        <SignatureSuggestions templates={choices.templates} contract={contract} onTake={take} />
      </FormSection>
      <FormSection title="How bad" hint="It decides the lane: critical alerts overtake all others.">
        <SeverityChoice field={fields.severity} />
      </FormSection>
      <FormSection title="Tell" hint="Every alert is stored and shown either way.">
        <ChannelChoice field={fields.channels} channels={choices.channels} />
        <div className="grid gap-5 sm:grid-cols-2">
          <TextField
            field={fields.cooldownSeconds}
            label="Quiet time"
            inputMode="numeric"
            hint="Seconds after an alert in which repeats are counted, but nobody is told again."
          />
        </div>
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

function defaultsOf(rule: Rule | null, watchlistId: string | undefined): RuleFields {
  if (rule === null) return { scope: "contract", watchlistId, cooldownSeconds: "0" };
  return {
    name: rule.name,
    scope: rule.network !== null ? "network" : rule.tag !== null ? "tag" : "contract",
    watchlistId: rule.watchlistId ?? undefined,
    tag: rule.tag ?? undefined,
    network: rule.network ?? undefined,
    signature: rule.signature ?? undefined,
    severity: rule.severity,
    channels: rule.channels,
    cooldownSeconds: String(rule.cooldownSeconds),
    description: rule.description ?? undefined,
    runbookUrl: rule.runbookUrl ?? undefined,
  };
}

/** Puts a suggestion into the form: its function, its usual severity, and a name when there is none yet. */
function fill(form: HTMLFormElement | null, { signature, severity }: SignatureSuggestion) {
  if (form === null) return;
  const control = (name: string) => form.elements.namedItem(name);
  const text = control("signature");
  if (text instanceof HTMLInputElement) {
    text.value = signature;
    text.focus();
  }
  const levels = control("severity");
  if (severity !== null && levels instanceof RadioNodeList) levels.value = severity;
  const name = control("name");
  if (name instanceof HTMLInputElement && name.value === "") name.value = signature.replace(/\(.*$/s, "");
}
