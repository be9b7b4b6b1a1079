import type { FieldMetadata } from "@conform-to/react";
import { Link } from "@remix-run/react";

import { networkLabel } from "~/components/format/network-label";
import { FieldErrors } from "~/components/ui/field";
import { SelectField } from "~/components/ui/select-field";
import { TextField } from "~/components/ui/text-field";
import { visibleText } from "~/domain/transactions/visible-text";
import { paths } from "~/paths";
import type { RuleFormChoices } from "./rule-form-choices";

type TextMetadata = FieldMetadata<string | undefined>;

interface Props {
  fields: { scope: TextMetadata; watchlistId: TextMetadata; tag: TextMetadata; network: TextMetadata };
  choices: RuleFormChoices;
  onContract: (watchlistId: string) => void;
}

const SCOPES = [
  { value: "contract", label: "One contract" },
  { value: "tag", label: "A tag" },
  { value: "network", label: "A whole network" },
];

/** What a rule watches. Only the chosen scope's field shows, by CSS alone, so that it works without scripts. */
export function ScopeChoice({ fields, choices, onContract }: Props) {
  const { scope, watchlistId, tag, network } = fields;
  return (
    <div className="group/scope flex flex-col gap-4">
      <fieldset>
        <legend className="sr-only">Scope</legend>
        <div className="flex flex-wrap gap-1 rounded border border-line bg-ground p-1 sm:w-fit">
          {SCOPES.map(({ value, label }) => (
            <label
              key={value}
              className="flex min-h-8 items-center rounded-[4px] px-3 text-sm text-muted has-checked:bg-raised has-checked:font-medium has-checked:text-ink has-checked:shadow-raised has-focus-visible:outline-2 has-focus-visible:outline-accent max-md:min-h-10"
            >
              <input
                type="radio"
                name={scope.name}
                value={value}
                defaultChecked={(scope.initialValue ?? "contract") === value}
                className="sr-only"
              />
              {label}
            </label>
          ))}
        </div>
        <FieldErrors id={scope.id} errors={scope.errors} />
      </fieldset>
      <div className="hidden group-has-[input[value=contract]:checked]/scope:block">
        <SelectField
          field={watchlistId}
          label="Contract"
          hint={choices.entries.length === 0 ? <WatchFirst /> : undefined}
          onChange={(event) => onContract(event.target.value)}
        >
          <option value="">{choices.entries.length === 0 ? "No contract is watched yet" : "Choose…"}</option>
          {choices.entries.map(({ id, name, network: of }) => (
            <option key={id} value={id}>
              {visibleText(name, 60)} · {networkLabel(of)}
            </option>
          ))}
        </SelectField>
      </div>
      <div className="hidden group-has-[input[value=tag]:checked]/scope:block">
        <TextField
          field={tag}
          label="Tag"
          list="known-tags"
          autoComplete="off"
          hint="Every contract that has it, also those added later."
        />
        <datalist id="known-tags">
          {choices.tags.map((known) => (
            <option key={known} value={known} />
          ))}
        </datalist>
      </div>
      <div className="hidden group-has-[input[value=network]:checked]/scope:block">
        <SelectField field={network} label="Network" hint="Every transaction there, to whatever contract: expect many.">
          <option value="">Choose…</option>
          {choices.networks.map((name) => (
            <option key={name} value={name}>
              {networkLabel(name)}
            </option>
          ))}
        </SelectField>
      </div>
    </div>
  );
}

function WatchFirst() {
  return (
    <>
      <Link to={paths.newWatchlistEntry()} className="text-accent underline underline-offset-2">
        Watch a contract
      </Link>{" "}
      first, then come back.
    </>
  );
}
