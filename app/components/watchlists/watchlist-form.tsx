import { getFormProps, type SubmissionResult, useForm } from "@conform-to/react";
import { Form, Link, useNavigation } from "@remix-run/react";

import { AddressView } from "~/components/address-view";
import { networkLabel } from "~/components/format/network-label";
import { Button } from "~/components/ui/button";
import { buttonClass } from "~/components/ui/button-class";
import { Field } from "~/components/ui/field";
import { FormErrors } from "~/components/ui/form-errors";
import { SelectField } from "~/components/ui/select-field";
import { Switch } from "~/components/ui/switch";
import { TextAreaField } from "~/components/ui/text-area-field";
import { TextField } from "~/components/ui/text-field";
import type { WatchlistEntry } from "~/domain/watchlists/watchlist-entry";
import { paths } from "~/paths";
import { abiText } from "./abi-text";
import { FurtherAbis } from "./further-abis";
import type { WatchlistFields } from "./watchlist-fields";

interface Props {
  /** Null for a new one. */
  entry: WatchlistEntry | null;
  networks: readonly string[];
  lastResult: SubmissionResult<string[]> | undefined;
}

/** Adds or changes a watched contract. */
export function WatchlistForm({ entry, networks, lastResult }: Props) {
  const isSaving = useNavigation().formData?.get("intent") === "save";
  const [form, fields] = useForm<WatchlistFields>({
    lastResult,
    defaultValue: {
      name: entry?.name,
      network: networks.length === 1 ? networks[0] : undefined,
      tags: entry?.tags.join(", "),
      abi: entry?.abi ? abiText(entry.abi) : undefined,
      abis: entry?.abis?.map(({ name, abi }) => ({ name, abi: abiText(abi) })),
    },
  });
  return (
    <Form method="post" {...getFormProps(form)} className="flex max-w-2xl flex-col gap-5">
      {/* What Enter presses in a text field: the form's first button, which would be one of the further ABIs'. */}
      <button type="submit" name="intent" value="save" hidden aria-hidden tabIndex={-1} />
      <FormErrors id={form.errorId} errors={form.errors} />
      {entry === null ? (
        <div className="grid gap-5 sm:grid-cols-[minmax(0,1fr)_11rem]">
          <TextField
            field={fields.address}
            label="Address"
            mono
            autoFocus
            autoComplete="off"
            spellCheck={false}
            placeholder="0x…"
            hint="Of a proxy, not of its implementation: people call the proxy."
          />
          <SelectField field={fields.network} label="Network">
            {networks.length === 1 ? null : <option value="">Choose…</option>}
            {networks.map((network) => (
              <option key={network} value={network}>
                {networkLabel(network)}
              </option>
            ))}
          </SelectField>
        </div>
      ) : (
        <Field id="address" label="Contract" hint="Address and network are what it is: to watch another, add another.">
          <p className="flex min-h-9 items-center gap-3">
            <AddressView address={entry.address} network={entry.network} whole hideLabel />
            <span className="text-sm text-muted">{networkLabel(entry.network)}</span>
          </p>
        </Field>
      )}
      <TextField
        field={fields.name}
        label="Name"
        placeholder="Treasury Vault"
        hint="Alerts call it by this name."
        maxLength={120}
      />
      <TextField
        field={fields.tags}
        label="Tags"
        optional
        placeholder="treasury, production"
        hint="Apart by commas. A rule can watch a whole tag."
      />
      <TextAreaField
        field={fields.abi}
        label="ABI"
        optional
        mono
        rows={7}
        spellCheck={false}
        placeholder={
          '[{"type":"function","name":"transferOwnership",…}]\nor: function transferOwnership(address newOwner)'
        }
        hint="JSON, or one human-readable signature a line. It names the arguments in alerts; without it well-known functions still are."
      />
      <FurtherAbis form={form} field={fields.abis} />
      <div className="flex flex-col gap-1">
        <label htmlFor="watchControl" className="flex items-center gap-3 text-sm font-medium">
          <Switch
            id="watchControl"
            name="watchControl"
            defaultChecked={entry?.watchControl ?? false}
            aria-describedby="watchControl-hint"
          />
          Also watch who controls it
        </label>
        <p id="watchControl-hint" className="pl-[42px] text-xs text-faint">
          Its rules then look at its proxy admin, owner, Safe and timelock too: an upgrade goes to the admin, not to the
          proxy.
        </p>
      </div>
      <label htmlFor="enabled" className="flex items-center gap-3 text-sm font-medium">
        <Switch id="enabled" name="enabled" defaultChecked={entry?.enabled ?? true} />
        Watch it now
      </label>
      <div className="flex gap-2 border-t border-line pt-4">
        <Button type="submit" name="intent" value="save" look="primary" disabled={isSaving}>
          {isSaving ? "Saving…" : entry === null ? "Watch this contract" : "Save"}
        </Button>
        <Link to={paths.watchlists()} className={buttonClass("quiet")}>
          Cancel
        </Link>
      </div>
    </Form>
  );
}
