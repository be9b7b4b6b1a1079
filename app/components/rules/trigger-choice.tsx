import type { FieldMetadata } from "@conform-to/react";

import { FieldErrors } from "~/components/ui/field";
import type { RuleTrigger } from "~/domain/rules/rule-trigger";

const TRIGGERS: readonly { value: RuleTrigger; label: string; hint: string }[] = [
  { value: "call", label: "A call", hint: "Direct, or carried inside a multicall, a Safe or a timelock." },
  { value: "event", label: "An event", hint: "Logged when it has happened, by whatever route." },
  {
    value: "mention",
    label: "Mentioned in calldata",
    hint: "Its address is in a transaction to another contract.",
  },
  { value: "implementation_changed", label: "Implementation changed", hint: "The code behind a proxy is another one." },
  {
    value: "delegation_changed",
    label: "Delegation changed",
    hint: "An account runs other code as its own (EIP-7702).",
  },
];

/** What a rule looks at. Fields of the others are hidden by CSS alone, so that it works without scripts. */
export function TriggerChoice({ field }: { field: FieldMetadata<string | undefined> }) {
  const chosen = field.initialValue ?? "call";
  return (
    <fieldset key={field.key}>
      <legend className="sr-only">Trigger</legend>
      <div className="divide-y divide-line rounded border border-line">
        {TRIGGERS.map(({ value, label, hint }) => (
          <label
            key={value}
            className="flex min-h-row items-center gap-3 px-3 py-1.5 text-sm hover:bg-ink/4 has-checked:bg-accent/8 max-md:min-h-11"
          >
            <input type="radio" name={field.name} value={value} defaultChecked={chosen === value} className="check" />
            <span className="flex min-w-0 flex-wrap gap-x-2">
              <span className="font-medium">{label}</span>
              <span className="text-faint">{hint}</span>
            </span>
          </label>
        ))}
      </div>
      <FieldErrors id={field.id} errors={field.errors} />
    </fieldset>
  );
}
