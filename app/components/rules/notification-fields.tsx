import type { FieldMetadata } from "@conform-to/react";
import { Link } from "@remix-run/react";
import { ChevronRight } from "lucide-react";

import { HostileText } from "~/components/hostile-text";
import { SeverityBadge } from "~/components/severity-badge";
import { FieldErrors } from "~/components/ui/field";
import { SelectField } from "~/components/ui/select-field";
import { TextField } from "~/components/ui/text-field";
import { visibleText } from "~/domain/transactions/visible-text";
import { paths } from "~/paths";
import type { RuleFormChoices } from "./rule-form-choices";

interface Props {
  fields: Record<"cooldownSeconds" | "groupWaitSeconds" | "escalationPolicyId", FieldMetadata<string | undefined>> & {
    inhibitedBy: FieldMetadata<string[] | undefined>;
  };
  choices: RuleFormChoices;
  /** The rule itself; null for a new one. */
  ruleId: string | null;
}

/** How often somebody is told, who is told when nobody answers, and which rules make this one's alerts needless. */
export function NotificationFields({ fields, choices, ruleId }: Props) {
  const { policies, rules } = choices;
  return (
    <>
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          field={fields.cooldownSeconds}
          label="Quiet time"
          inputMode="numeric"
          hint="Seconds after an alert in which repeats are counted, but nobody is told again."
        />
        <TextField
          field={fields.groupWaitSeconds}
          label="Gathered for"
          optional
          inputMode="numeric"
          placeholder="30"
          hint="Seconds in which alerts become one message. Empty: 0 for critical ones, 30 for others."
        />
      </div>
      <SelectField
        field={fields.escalationPolicyId}
        label="When nobody acknowledges"
        hint={
          policies.length === 0 ? (
            <Link to={paths.newEscalation()} className="text-accent underline underline-offset-2">
              Make an escalation policy
            </Link>
          ) : undefined
        }
      >
        <option value="">The policy of its severity, if there is one</option>
        {policies.map(({ id, name, enabled }) => (
          <option key={id} value={id}>
            {visibleText(name, 60)}
            {enabled ? "" : " (off)"}
          </option>
        ))}
      </SelectField>
      <InhibitedBy field={fields.inhibitedBy} rules={rules.filter(({ id }) => id !== ruleId)} />
    </>
  );
}

/** Folded away while nothing is chosen: few rules need it. */
function InhibitedBy({
  field,
  rules,
}: {
  field: FieldMetadata<string[] | undefined>;
  rules: RuleFormChoices["rules"];
}) {
  const { id, name, initialValue, key } = field;
  const chosen = new Set([initialValue ?? []].flat());
  const errors = [...new Set(Object.values(field.allErrors).flat())];
  return (
    <details key={key} open={chosen.size > 0 || errors.length > 0} className="group/above rounded border border-line">
      <summary className="flex min-h-row cursor-pointer items-center gap-2.5 px-3 py-1.5 text-sm font-medium max-md:min-h-11">
        <ChevronRight
          size={14}
          aria-hidden
          className="shrink-0 text-faint transition-transform group-open/above:rotate-90"
        />
        <span>
          Quiet while another rule fires
          <span className="block text-xs font-normal text-faint">
            On the same contract, within ten minutes: then one message is enough.
          </span>
        </span>
      </summary>
      <fieldset className="border-t border-line">
        <legend className="sr-only">Rules that keep it quiet</legend>
        {rules.length === 0 ? <p className="px-3 py-2 text-sm text-muted">There is no other rule yet.</p> : null}
        <ul className="max-h-56 divide-y divide-line overflow-y-auto">
          {rules.map((rule) => (
            <li key={rule.id}>
              <label className="flex min-h-row items-center gap-3 px-3 text-sm hover:bg-ink/4 max-md:min-h-11">
                <input
                  type="checkbox"
                  className="check"
                  name={name}
                  value={rule.id}
                  defaultChecked={chosen.has(rule.id)}
                />
                <span className="min-w-0 flex-1">
                  <HostileText text={rule.name} max={60} />
                </span>
                <SeverityBadge severity={rule.severity} />
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
      {errors.length === 0 ? null : (
        <div className="border-t border-line px-3 py-2">
          <FieldErrors id={id} errors={errors} />
        </div>
      )}
    </details>
  );
}
