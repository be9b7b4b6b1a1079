import { type FieldMetadata, getFormProps, parse, type SubmissionResult, useForm } from "@conform-to/react";
import { Form, Link, useNavigation } from "@remix-run/react";

import { Button } from "~/components/ui/button";
import { buttonClass } from "~/components/ui/button-class";
import { FieldErrors } from "~/components/ui/field";
import { FormErrors } from "~/components/ui/form-errors";
import { FormSection } from "~/components/ui/form-section";
import { SelectField } from "~/components/ui/select-field";
import { Switch } from "~/components/ui/switch";
import { TextField } from "~/components/ui/text-field";
import type { EscalationPolicy } from "~/domain/escalations/escalation-policy";
import { MAX_REPEATS } from "~/domain/escalations/policy-limits";
import { paths } from "~/paths";
import { HoursFields } from "./hours-fields";
import { type ChannelOption, type PolicyFields, policyFieldsOf } from "./policy-fields";
import { SeverityBoxes } from "./severity-boxes";
import { StepList } from "./step-list";

interface Props {
  /** Null for a new one. */
  policy: EscalationPolicy | null;
  channels: readonly ChannelOption[];
  lastResult: SubmissionResult<string[]> | undefined;
}

/** Makes or changes an escalation policy. */
export function PolicyForm({ policy, channels, lastResult }: Props) {
  const isSaving = useNavigation().formData?.get("intent") === "save";
  const [form, fields] = useForm<PolicyFields>({
    lastResult,
    defaultValue: policyFieldsOf(policy),
    // Everything is found sound here and checked by the server; but steps are added and moved without asking it.
    onValidate: ({ formData }) => parse(formData, { resolve: (value: PolicyFields) => ({ value }) }),
  });
  return (
    <Form method="post" {...getFormProps(form)} className="flex max-w-3xl flex-col gap-7">
      {/* What Enter presses in a text field: the form's first button, which would move a step. */}
      <button type="submit" name="intent" value="save" hidden aria-hidden tabIndex={-1} />
      <FormErrors id={form.errorId} errors={form.errors} />
      <FormSection title="Policy" hint="What people call it.">
        <TextField
          field={fields.name}
          label="Name"
          placeholder="Protocol on-call"
          maxLength={100}
          autoFocus={policy === null}
          autoComplete="off"
        />
        <OnOff field={fields.enabled} label="On" />
      </FormSection>
      <FormSection title="For" hint="What it is run for.">
        <SeverityBoxes field={fields.severities} />
        <OnOff field={fields.onDeliveryFailure} label="A channel that keeps failing" />
      </FormSection>
      <FormSection title="Steps" hint="Each tells its channels, then waits for somebody to acknowledge.">
        <StepList form={form} field={fields.steps} channels={channels} />
        <div className="max-w-56">
          <SelectField field={fields.repeats} label="After the last step">
            {Array.from({ length: MAX_REPEATS + 1 }, (_, count) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the number is the option.
              <option key={count} value={count}>
                {repeatWords(count)}
              </option>
            ))}
          </SelectField>
        </div>
      </FormSection>
      <FormSection title="Hours" hint="When people may be called.">
        <HoursFields fields={fields} />
      </FormSection>
      <div className="flex gap-2 border-t border-line pt-4">
        <Button type="submit" name="intent" value="save" look="primary" disabled={isSaving}>
          {isSaving ? "Saving…" : policy === null ? "Make the policy" : "Save"}
        </Button>
        <Link to={paths.escalations()} className={buttonClass("quiet")}>
          Cancel
        </Link>
      </div>
    </Form>
  );
}

function OnOff({ field, label }: { field: FieldMetadata<boolean | undefined>; label: string }) {
  const { id, key, name, initialValue, errors } = field;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="flex items-center gap-3 text-sm font-medium">
        <Switch key={key} id={id} name={name} defaultChecked={initialValue === "on"} />
        {label}
      </label>
      <FieldErrors id={id} errors={errors} />
    </div>
  );
}

function repeatWords(count: number): string {
  if (count === 0) return "give up";
  return count === 1 ? "begin again, once" : `begin again, ${count} times`;
}
