import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { Form, Link, useNavigation } from "@remix-run/react";

import { Button } from "~/components/ui/button";
import { buttonClass } from "~/components/ui/button-class";
import { FormErrors } from "~/components/ui/form-errors";
import { FormSection } from "~/components/ui/form-section";
import { Switch } from "~/components/ui/switch";
import { TextAreaField } from "~/components/ui/text-area-field";
import { TextField } from "~/components/ui/text-field";
import { paths } from "~/paths";
import { type EndpointAnswer, EndpointAnswers } from "./endpoint-answers";

/** The form's fields as text. */
export interface NetworkFields {
  name?: string;
  rpcUrls?: string;
  chainId?: string;
  confirmations?: string;
  explorerUrl?: string;
  enabled?: boolean;
}

interface Props {
  fields: NetworkFields;
  kind: "new" | "known";
  answers: readonly EndpointAnswer[] | undefined;
  lastResult: SubmissionResult<string[]> | undefined;
}

/** Adds or changes a network; its endpoints can be tried before anything is saved. */
export function NetworkForm({ fields: { enabled, ...defaultValue }, kind, answers, lastResult }: Props) {
  const isBusy = useNavigation().state === "submitting";
  const [form, fields] = useForm<Omit<NetworkFields, "enabled">>({ lastResult, defaultValue });
  return (
    <Form method="post" {...getFormProps(form)} className="flex max-w-3xl flex-col gap-8">
      <FormErrors id={form.errorId} errors={form.errors} />
      {kind === "new" ? (
        <FormSection title="Name" hint="What rules, filters and the API call it by. It stays as it is.">
          <TextField field={fields.name} label="Name" mono placeholder="mainnet" className="sm:w-60" required />
        </FormSection>
      ) : null}
      <FormSection
        title="Endpoints"
        hint="WebSocket addresses of nodes. All listen at once, the first one wins: two or more are safer than one."
      >
        <TextAreaField
          field={fields.rpcUrls}
          label="RPC URLs"
          mono
          rows={4}
          spellCheck={false}
          autoComplete="off"
          placeholder="wss://eth.example.com/v2/your-key"
          hint={
            kind === "new"
              ? "One a line. They are sealed, and never shown again: keys are safe in them."
              : "One a line. A line with *** is an endpoint that is known: leave it to keep it, remove it to drop it."
          }
        />
        {answers === undefined ? null : <EndpointAnswers answers={answers} />}
        <div>
          <Button type="submit" name="intent" value="test" disabled={isBusy}>
            Try the endpoints
          </Button>
        </div>
      </FormSection>
      <FormSection title="Chain" hint="Left empty, the chain id is asked of the endpoints.">
        <TextField
          field={fields.chainId}
          label="Chain id"
          inputMode="numeric"
          optional={kind === "new"}
          mono
          className="sm:w-40"
        />
        <TextField
          field={fields.confirmations}
          label="Confirmations"
          inputMode="numeric"
          mono
          className="sm:w-40"
          hint="Blocks until a transaction counts as settled: 12 is usual on Ethereum."
        />
        <TextField
          field={fields.explorerUrl}
          label="Block explorer"
          type="url"
          optional
          placeholder="https://etherscan.io"
        />
      </FormSection>
      {kind === "known" ? (
        <FormSection title="Listening" hint="Off, nothing is watched on it; everything else stays.">
          <div className="flex min-h-9 items-center gap-3 text-sm">
            <Switch key={String(enabled)} id="network-enabled" name="enabled" defaultChecked={enabled} />
            <label htmlFor="network-enabled">Listen to this network</label>
          </div>
        </FormSection>
      ) : null}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3 border-t border-line pt-4">
        <Button type="submit" name="intent" value="save" look="primary" disabled={isBusy}>
          {kind === "new" ? "Add the network" : "Save"}
        </Button>
        <Link to={paths.networks()} className={buttonClass()}>
          Cancel
        </Link>
        <label className="flex items-center gap-2 text-sm text-muted">
          <input type="checkbox" name="lenient" className="size-4 accent-accent" />
          also when an endpoint does not answer now
        </label>
      </div>
    </Form>
  );
}
