import type { FieldMetadata } from "@conform-to/react";
import { Link } from "@remix-run/react";

import { networkLabel } from "~/components/format/network-label";
import { SelectField } from "~/components/ui/select-field";
import { TextField } from "~/components/ui/text-field";
import { visibleText } from "~/domain/transactions/visible-text";
import { paths } from "~/paths";
import type { RuleFormChoices } from "./rule-form-choices";
import { SegmentedChoice } from "./segmented-choice";

type TextMetadata = FieldMetadata<string | undefined>;

interface Props {
  fields: Record<"scope" | "watchlistId" | "tag" | "list" | "network", TextMetadata>;
  choices: RuleFormChoices;
  onContract: (watchlistId: string) => void;
}

const SCOPES = [
  { value: "contract", label: "One contract" },
  { value: "tag", label: "A tag" },
  { value: "list", label: "An address list" },
  { value: "network", label: "A whole network" },
];

/** What a rule watches. Only the chosen scope's field shows, by CSS alone, so that it works without scripts. */
export function ScopeChoice({ fields, choices, onContract }: Props) {
  const { scope, watchlistId, tag, list, network } = fields;
  return (
    <div className="group/scope flex flex-col gap-4">
      <SegmentedChoice field={scope} legend="Scope" choices={SCOPES} />
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
      <div className="hidden group-has-[input[value=list]:checked]/scope:block">
        <SelectField field={list} label="Address list" hint={choices.lists.length === 0 ? <MakeList /> : undefined}>
          <option value="">{choices.lists.length === 0 ? "There is no list yet" : "Choose…"}</option>
          {choices.lists.map(({ name, size }) => (
            <option key={name} value={name}>
              {name} · {size.toLocaleString("en-US")} {size === 1 ? "address" : "addresses"}
            </option>
          ))}
        </SelectField>
      </div>
      <div className="hidden group-has-[input[value=network]:checked]/scope:block">
        <SelectField
          field={network}
          label="Network"
          hint="Every transaction there, to whatever contract: any call of it needs a condition."
        >
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

function MakeList() {
  return (
    <>
      <Link to={paths.newList()} className="text-accent underline underline-offset-2">
        Make a list
      </Link>{" "}
      first, then come back.
    </>
  );
}
