import type { FieldMetadata } from "@conform-to/react";
import type { MouseEvent } from "react";

import { Button } from "~/components/ui/button";
import { TextAreaField } from "~/components/ui/text-area-field";
import { TextField } from "~/components/ui/text-field";
import type { ChannelType } from "~/domain/channels/channel";
import { TEMPLATE_FIELDS } from "~/domain/channels/template-field-list";
import { MessagePreview } from "./message-preview";
import { PREVIEW_CHOICES } from "./preview-choices";
import { TemplateErrors } from "./template-errors";
import type { PreviewState } from "./use-preview";

interface Props {
  type: ChannelType;
  fields: Record<"templateTitle" | "templateBody", FieldMetadata<string | undefined>>;
  preview: PreviewState;
  previewOf: string;
  /** Shows it at once. */
  onPreview: () => void;
}

/** What the message says, and beside it how it will look: while one types, or by its button without scripts. */
export function TemplateFields({ type, fields, preview, previewOf, onPreview }: Props) {
  const { answer, isStale } = preview;
  const show = (event: MouseEvent) => {
    event.preventDefault();
    onPreview();
  };
  return (
    <>
      {type === "webhook" ? (
        <p className="text-sm text-muted">
          Webhooks carry the alert as data, so there is nothing to put in other words.
        </p>
      ) : (
        <>
          <TextField
            field={fields.templateTitle}
            label={type === "email" ? "Subject" : type === "pagerduty" ? "Summary" : "Title"}
            optional
            mono
            spellCheck={false}
            placeholder="{{contract}}: {{title}}"
            hint="In your own words, with fields in double braces. Empty: the alert's own sentence."
          />
          <TextAreaField
            field={fields.templateBody}
            label="Text"
            optional
            mono
            rows={3}
            spellCheck={false}
            placeholder={"{{status}}\n{{#runbookUrl}}What to do: {{runbookUrl}}{{/runbookUrl}}"}
            hint="Before the details. {{#field}}…{{/field}} shows its inside only where the field says something."
          />
          <FieldTable />
        </>
      )}
      <div className="flex flex-col gap-3 rounded-lg border border-line bg-ground p-3">
        <div className="flex flex-wrap items-center gap-2">
          <h3 className="mr-auto text-sm font-semibold">As it will look</h3>
          <label htmlFor="previewOf" className="sr-only">
            What is shown
          </label>
          <select id="previewOf" name="previewOf" defaultValue={previewOf} className="control h-8 w-auto text-xs">
            {PREVIEW_CHOICES.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
          <Button type="submit" name="intent" value="preview" size="sm" formNoValidate onClick={show}>
            Preview
          </Button>
        </div>
        <section aria-label="Preview" aria-live="polite" aria-busy={isStale} className="min-h-24">
          {answer === null ? (
            <p className="text-sm text-faint">Press Preview to see an example.</p>
          ) : answer.ok ? (
            <MessagePreview preview={answer.preview} />
          ) : (
            <TemplateErrors errors={answer.errors} templates={preview.templates} />
          )}
        </section>
      </div>
    </>
  );
}

function FieldTable() {
  return (
    <details className="group rounded border border-line">
      <summary className="cursor-pointer px-3 py-2 text-sm text-muted hover:text-ink">
        The {TEMPLATE_FIELDS.length} fields
      </summary>
      <dl className="grid gap-x-4 gap-y-1.5 border-t border-line px-3 py-2.5 text-xs sm:grid-cols-[10rem_minmax(0,1fr)]">
        {TEMPLATE_FIELDS.map(({ name, description, sample }) => (
          <div key={name} className="contents">
            <dt className="font-mono text-ink">{`{{${name}}}`}</dt>
            <dd className="pb-1 text-muted [overflow-wrap:anywhere] sm:pb-0">
              {description} {sample === "" ? null : <span className="text-faint">{sample}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
