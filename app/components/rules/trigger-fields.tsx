import type { FieldMetadata } from "@conform-to/react";

import { SelectField } from "~/components/ui/select-field";
import { TextField } from "~/components/ui/text-field";
import { MarkedText } from "./marked-text";
import type { PlacedError } from "./placed-error";
import type { ContractChoices, RuleFormChoices, RuleSuggestion } from "./rule-form-choices";
import { RuleSuggestions } from "./rule-suggestions";
import { TriggerChoice } from "./trigger-choice";

type TextMetadata = FieldMetadata<string | undefined>;

interface Props {
  fields: Record<"trigger" | "side" | "stage" | "signature" | "event", TextMetadata>;
  choices: RuleFormChoices;
  contract: ContractChoices | null;
  /** Where the server found something wrong in a text. */
  placeOf: (field: "signature" | "event") => PlacedError | undefined;
  onTake: (suggestion: RuleSuggestion) => void;
}

/** What a rule looks at, with what each trigger needs. The form around must be `group/rule`. */
export function TriggerFields({ fields, choices, contract, placeOf, onTake }: Props) {
  const { trigger, side, stage, signature, event } = fields;
  const { templates } = choices;
  return (
    <>
      <TriggerChoice field={trigger} />
      <div className="hidden flex-col gap-4 group-has-[input[value=call]:checked]/rule:flex">
        <div className="flex flex-col gap-1.5">
          <TextField
            field={signature}
            label="Function"
            optional
            mono
            autoComplete="off"
            spellCheck={false}
            placeholder="transferOwnership(address)"
            hint="A name, a full signature, or a 4-byte selector. Left empty: any call."
          />
          <Quoted place={placeOf("signature")} />
        </div>
        <RuleSuggestions trigger="call" templates={templates} contract={contract} onTake={onTake} />
        <SelectField field={side} label="Which side is watched">
          <option value="target">What is called: calls to them</option>
          <option value="sender">Who sends: what they do</option>
          <option value="either">Either side</option>
        </SelectField>
      </div>
      <div className="hidden flex-col gap-4 group-has-[input[value=event]:checked]/rule:flex">
        <div className="flex flex-col gap-1.5">
          <TextField
            field={event}
            label="Event"
            mono
            autoComplete="off"
            spellCheck={false}
            placeholder="OwnershipTransferred(address previousOwner, address newOwner)"
            hint="A name, a full signature, or its first topic. Events are known once the transaction is mined."
          />
          <Quoted place={placeOf("event")} />
        </div>
        <RuleSuggestions trigger="event" templates={templates} contract={contract} onTake={onTake} />
      </div>
      <div className="hidden group-has-[input[value=call]:checked]/rule:block group-has-[input[value=mention]:checked]/rule:block">
        <SelectField field={stage} label="How early">
          <option value="pending">While it is pending: before it happens</option>
          <option value="confirmed">Once it is mined: when it has happened</option>
        </SelectField>
      </div>
    </>
  );
}

function Quoted({ place }: { place: PlacedError | undefined }) {
  return place === undefined ? null : <MarkedText text={place.text} position={place.position} />;
}
