import type { FieldMetadata } from "@conform-to/react";

import { networkLabel } from "~/components/format/network-label";
import { SEVERITIES, SEVERITY_LOOKS } from "~/components/severity-looks";
import { SelectField } from "~/components/ui/select-field";
import { TextField } from "~/components/ui/text-field";
import { visibleText } from "~/domain/transactions/visible-text";
import type { SilenceChoices } from "./silence-fields";

type TextMetadata = FieldMetadata<string | undefined>;

interface Props {
  fields: Record<"ruleId" | "watchlistId" | "tag" | "severity" | "network", TextMetadata>;
  choices: SilenceChoices;
}

/** What a silence is about; what is left at “any” does not count. */
export function MatcherFields({ fields, choices }: Props) {
  const { rules, entries, tags, networks } = choices;
  return (
    <>
      <SelectField field={fields.ruleId} label="Rule">
        <option value="">Any rule</option>
        {rules.map(({ id, name, severity }) => (
          <option key={id} value={id}>
            {visibleText(name, 60)} · {SEVERITY_LOOKS[severity].label}
          </option>
        ))}
      </SelectField>
      <SelectField field={fields.watchlistId} label="Contract">
        <option value="">Any contract</option>
        {entries.map(({ id, name, network }) => (
          <option key={id} value={id}>
            {visibleText(name, 60)} · {networkLabel(network)}
          </option>
        ))}
      </SelectField>
      <div className="grid gap-4 sm:grid-cols-3">
        <SelectField field={fields.severity} label="Severity">
          <option value="">Any</option>
          {SEVERITIES.map((severity) => (
            <option key={severity} value={severity}>
              {SEVERITY_LOOKS[severity].label}
            </option>
          ))}
        </SelectField>
        <SelectField field={fields.network} label="Network">
          <option value="">Any</option>
          {networks.map((name) => (
            <option key={name} value={name}>
              {networkLabel(name)}
            </option>
          ))}
        </SelectField>
        <TextField field={fields.tag} label="Tag" list="silence-tags" autoComplete="off" placeholder="Any" />
        <datalist id="silence-tags">
          {tags.map((known) => (
            <option key={known} value={known} />
          ))}
        </datalist>
      </div>
    </>
  );
}
