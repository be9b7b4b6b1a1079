import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { Form, Link, useNavigation } from "@remix-run/react";
import { Eye } from "lucide-react";
import { useRef } from "react";

import { SegmentedChoice } from "~/components/rules/segmented-choice";
import { Button } from "~/components/ui/button";
import { buttonClass } from "~/components/ui/button-class";
import { FormErrors } from "~/components/ui/form-errors";
import { FormSection } from "~/components/ui/form-section";
import { TextAreaField } from "~/components/ui/text-area-field";
import { TextField } from "~/components/ui/text-field";
import type { SilencePreview } from "~/domain/silences/silence-preview";
import { paths } from "~/paths";
import { MatcherFields } from "./matcher-fields";
import { SILENCE_SPANS, type SilenceChoices, type SilenceFields } from "./silence-fields";
import { SilencePreviewPanel } from "./silence-preview-panel";
import { useSilencePreview } from "./use-silence-preview";

interface Props {
  /** What it begins with. */
  fields: SilenceFields;
  choices: SilenceChoices;
  /** Of the fields as they are sent; null: nothing is chosen yet. */
  preview: SilencePreview | null;
  lastResult: SubmissionResult<string[]> | undefined;
  /** New, not begun yet, or in force: then its start stays. */
  kind: "new" | "pending" | "active";
  /** Where to go when it is made; a path of this site. */
  next?: string | undefined;
}

/** Makes or changes a silence, and shows while it is filled in what it would have hidden. */
export function SilenceForm({ fields: defaultValue, choices, preview, lastResult, kind, next }: Props) {
  const element = useRef<HTMLFormElement>(null);
  const isSaving = useNavigation().formData?.get("intent") === "save";
  const live = useSilencePreview(element, { fields: defaultValue, preview });
  const [form, fields] = useForm<SilenceFields>({ lastResult, defaultValue });
  return (
    <Form
      method="post"
      {...getFormProps(form)}
      ref={element}
      onChange={live.ask}
      className="grid items-start gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,1fr)_24rem]"
    >
      <div className="flex min-w-0 flex-col gap-8">
        <FormErrors id={form.errorId} errors={form.errors} />
        {next === undefined ? null : <input type="hidden" name="next" value={next} />}
        <FormSection title="Quiet" hint="Alerts for which all of this is true. They are kept and shown as ever.">
          <MatcherFields fields={fields} choices={choices} />
        </FormSection>
        <FormSection title="For how long" hint="All times are UTC.">
          <div className="group/span flex flex-col gap-4">
            <SegmentedChoice field={fields.span} legend="For how long" choices={SILENCE_SPANS} />
            <div className="hidden group-has-[input[value=until]:checked]/span:block">
              <TextField field={fields.endsAt} label="Ends (UTC)" type="datetime-local" className="sm:w-60" />
            </div>
            {kind === "active" ? null : (
              <TextField
                field={fields.startsAt}
                label="Starts (UTC)"
                type="datetime-local"
                optional
                className="sm:w-60"
                hint="Left empty: now. A message that waits to be sent is kept back too."
              />
            )}
          </div>
        </FormSection>
        <FormSection title="Why" hint="For whoever asks later why nobody was told.">
          <TextAreaField
            field={fields.reason}
            label="Reason"
            rows={2}
            maxLength={500}
            placeholder="Planned upgrade, ticket OPS-112"
          />
        </FormSection>
        <div className="flex flex-wrap gap-2 border-t border-line pt-4">
          <Button type="submit" name="intent" value="save" look="primary" disabled={isSaving}>
            {isSaving ? "Saving…" : kind === "new" ? "Silence them" : "Save"}
          </Button>
          {/* With scripts the counts follow the form by themselves. */}
          <noscript>
            <Button type="submit" formMethod="get" formNoValidate>
              <Eye size={15} aria-hidden /> See what it hides
            </Button>
          </noscript>
          <Link to={next ?? paths.silences()} className={buttonClass("quiet")}>
            Cancel
          </Link>
        </div>
      </div>
      <SilencePreviewPanel preview={live.preview} isAsking={live.isAsking} />
    </Form>
  );
}
