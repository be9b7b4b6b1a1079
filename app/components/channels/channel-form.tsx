import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { Form, Link, useNavigation } from "@remix-run/react";

import { Button } from "~/components/ui/button";
import { buttonClass } from "~/components/ui/button-class";
import { FormErrors } from "~/components/ui/form-errors";
import { Switch } from "~/components/ui/switch";
import { TextAreaField } from "~/components/ui/text-area-field";
import { TextField } from "~/components/ui/text-field";
import type { Channel } from "~/domain/channels/channel";
import { paths } from "~/paths";

/** The form's fields as the browser sends them. */
export interface ChannelFields {
  name?: string | undefined;
  url?: string | undefined;
  headers?: string | undefined;
  secret?: string | undefined;
  enabled?: boolean | undefined;
}

interface Props {
  type: "discord" | "webhook";
  /** Null for a new one. */
  channel: Channel | null;
  lastResult: SubmissionResult<string[]> | undefined;
}

/** Makes or changes a channel. What is secret is only ever written: an empty field leaves it as it is. */
export function ChannelForm({ type, channel, lastResult }: Props) {
  const isSaving = useNavigation().formData?.get("intent") === "save";
  const [form, fields] = useForm<ChannelFields>({ lastResult, defaultValue: { name: channel?.name } });
  const isNew = channel === null;
  const shown = channel?.config.webhookUrl ?? channel?.config.url;
  const keep = typeof shown === "string" ? `Now ${shown}. Leave empty to keep it.` : undefined;
  return (
    <Form method="post" {...getFormProps(form)} className="flex max-w-2xl flex-col gap-5">
      <FormErrors id={form.errorId} errors={form.errors} />
      <input type="hidden" name="type" value={type} />
      <TextField
        field={fields.name}
        label="Name"
        placeholder={type === "discord" ? "#security-alerts" : "Incident bridge"}
        maxLength={120}
        autoFocus={isNew}
      />
      <TextField
        field={fields.url}
        label={type === "discord" ? "Discord webhook URL" : "URL"}
        mono
        type="url"
        autoComplete="off"
        spellCheck={false}
        placeholder={type === "discord" ? "https://discord.com/api/webhooks/…" : "https://example.com/hooks/sentinel"}
        hint={
          keep ?? (type === "discord" ? "In Discord: channel settings, Integrations, Webhooks, Copy URL." : HTTPS_HINT)
        }
      />
      {type === "webhook" ? (
        <>
          <TextAreaField
            field={fields.headers}
            label="Extra headers"
            optional
            mono
            rows={2}
            spellCheck={false}
            placeholder="Authorization: Bearer …"
            hint={isNew ? "One a line, as name: value." : "One a line, as name: value. Empty keeps what there is."}
          />
          <TextField
            field={fields.secret}
            label="Signing secret"
            optional
            mono
            autoComplete="off"
            spellCheck={false}
            placeholder="whsec_…"
            hint={isNew ? "Without one Sentinel makes it, and shows it once." : "Empty keeps what there is."}
          />
        </>
      ) : null}
      <label htmlFor="enabled" className="flex items-center gap-3 text-sm font-medium">
        <Switch id="enabled" name="enabled" defaultChecked={channel?.enabled ?? true} />
        On
      </label>
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

const HTTPS_HINT = "Reachable from Sentinel; private addresses only when WEBHOOK_ALLOWED_CIDRS allows them.";
