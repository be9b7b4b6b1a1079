import type { FieldMetadata } from "@conform-to/react";
import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";

import { buttonClass } from "~/components/ui/button-class";
import { FieldErrors } from "~/components/ui/field";
import { TextField } from "~/components/ui/text-field";
import { MAX_STEPS } from "~/domain/escalations/policy-limits";
import type { ChannelOption, PolicyFields, PolicyFormMeta } from "./policy-fields";
import { StepChannels } from "./step-channels";

interface Props {
  form: PolicyFormMeta;
  field: FieldMetadata<PolicyFields["steps"]>;
  channels: readonly ChannelOption[];
}

/** The steps in their order. Adding, moving and taking away are buttons of the form: they work without a script too. */
export function StepList({ form, field, channels }: Props) {
  const steps = field.getFieldList();
  return (
    <div className="flex flex-col gap-3">
      <ol className="flex flex-col gap-3">
        {steps.map((step, index) => {
          const { channels: told, waitMinutes } = step.getFieldset();
          const move = (to: number) => form.reorder.getButtonProps({ name: field.name, from: index, to });
          return (
            <li key={step.key} className="rounded-lg border border-line">
              <div className="flex items-center gap-1 border-b border-line py-1 pr-1 pl-3">
                <h3 className="mr-auto text-sm font-semibold">Step {index + 1}</h3>
                {index > 0 ? (
                  <button {...move(index - 1)} className={ICON_BUTTON} aria-label={`Move step ${index + 1} up`}>
                    <ArrowUp size={15} aria-hidden />
                  </button>
                ) : null}
                {index < steps.length - 1 ? (
                  <button {...move(index + 1)} className={ICON_BUTTON} aria-label={`Move step ${index + 1} down`}>
                    <ArrowDown size={15} aria-hidden />
                  </button>
                ) : null}
                {steps.length > 1 ? (
                  <button
                    {...form.remove.getButtonProps({ name: field.name, index })}
                    className={ICON_BUTTON}
                    aria-label={`Remove step ${index + 1}`}
                  >
                    <X size={15} aria-hidden />
                  </button>
                ) : null}
              </div>
              <div className="flex flex-col gap-3 p-3">
                <StepChannels field={told} channels={channels} legend={`Channels of step ${index + 1}`} />
                <div className="max-w-56">
                  <TextField
                    field={waitMinutes}
                    label="Then wait, minutes"
                    type="number"
                    inputMode="decimal"
                    min={0}
                    max={1440}
                    step="any"
                    aria-label={`Minutes to wait after step ${index + 1}`}
                  />
                </div>
              </div>
            </li>
          );
        })}
      </ol>
      <FieldErrors id={field.id} errors={field.errors} />
      {steps.length < MAX_STEPS ? (
        <div>
          <button
            {...form.insert.getButtonProps({ name: field.name, defaultValue: { channels: [], waitMinutes: "10" } })}
            className={buttonClass("plain", "sm")}
          >
            <Plus size={13} aria-hidden /> Another step
          </button>
        </div>
      ) : null}
    </div>
  );
}

const ICON_BUTTON =
  "inline-grid size-8 place-content-center rounded text-faint hover:bg-ink/8 hover:text-ink max-md:size-10";
