import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { Form, Link, useNavigation } from "@remix-run/react";
import { type FormEvent, useRef } from "react";

import { Button } from "~/components/ui/button";
import { buttonClass } from "~/components/ui/button-class";
import { FormErrors } from "~/components/ui/form-errors";
import { FormSection } from "~/components/ui/form-section";
import { TextField } from "~/components/ui/text-field";
import type { Channel, ChannelType } from "~/domain/channels/channel";
import { paths } from "~/paths";
import { type ChannelFields, channelFieldsOf } from "./channel-fields";
import { CHANNEL_LOOKS } from "./channel-looks";
import { ConfigFields } from "./config-fields";
import { PaceFields, RoleFields } from "./option-fields";
import { QuietHoursFields } from "./quiet-hours-fields";
import { TemplateFields } from "./template-fields";
import { type PreviewAnswer, usePreview } from "./use-preview";

interface Props {
  type: ChannelType;
  /** Null for a new one. */
  channel: Channel | null;
  /** Whether mail can be sent at all. */
  hasMail: boolean;
  lastResult: SubmissionResult<string[]> | undefined;
  preview: PreviewAnswer | null;
}

/** Changes of these are seen in the preview. */
const PREVIEWED = new Set(["templateTitle", "templateBody", "previewOf"]);

/** Makes or changes a channel: where it leads, what it says, when it may be told, what it is for. */
export function ChannelForm({ type, channel, hasMail, lastResult, preview }: Props) {
  const element = useRef<HTMLFormElement>(null);
  const isSaving = useNavigation().formData?.get("intent") === "save";
  const [form, fields] = useForm<ChannelFields>({ lastResult, defaultValue: channelFieldsOf(channel) });
  const sent = lastResult?.initialValue;
  const templates = {
    title: fields.templateTitle.initialValue ?? "",
    body: fields.templateBody.initialValue ?? "",
  };
  const { state, ask, later } = usePreview(element, { answer: preview, isStale: false, templates });
  const watch = (event: FormEvent<HTMLFormElement>) => {
    const { target } = event;
    if ("name" in target && PREVIEWED.has(String(target.name))) later();
  };
  const isNew = channel === null;
  const previewOf = typeof sent?.previewOf === "string" ? sent.previewOf : "alert.created";
  return (
    <Form method="post" {...getFormProps(form)} ref={element} onInput={watch} className="flex max-w-3xl flex-col gap-8">
      <FormErrors id={form.errorId} errors={form.errors} />
      <input type="hidden" name="type" value={type} />
      {/* Enter presses a form's first button: that one saves. */}
      <button type="submit" name="intent" value="save" className="sr-only" tabIndex={-1} aria-hidden>
        Save
      </button>
      <FormSection title="Where" hint="Secrets are encrypted, and never shown again.">
        <TextField
          field={fields.name}
          label="Name"
          placeholder={CHANNEL_LOOKS[type].placeholder}
          maxLength={120}
          autoFocus={isNew}
        />
        <ConfigFields type={type} channel={channel} fields={fields} hasMail={hasMail} />
      </FormSection>
      <FormSection title="What" hint="The words of the message. Details and links follow either way.">
        <TemplateFields type={type} fields={fields} preview={state} previewOf={previewOf} onPreview={ask} />
      </FormSection>
      <FormSection title="When" hint="How often it may be told, and when it is left in peace.">
        <PaceFields type={type} fields={fields} />
        <QuietHoursFields
          fields={fields}
          isQuiet={sent === undefined || sent === null ? channel?.quietHours != null : sent.isQuiet === "on"}
        />
      </FormSection>
      <FormSection title="What for" hint="Rules name the channels that they tell.">
        <RoleFields channel={channel} sent={sent ?? null} />
      </FormSection>
      <div className="flex gap-2 border-t border-line pt-4">
        <Button type="submit" name="intent" value="save" look="primary" disabled={isSaving}>
          {isSaving ? "Saving…" : isNew ? "Create the channel" : "Save"}
        </Button>
        <Link to={paths.channels()} className={buttonClass("quiet")}>
          Cancel
        </Link>
      </div>
    </Form>
  );
}
