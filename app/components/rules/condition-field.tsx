import type { FieldMetadata } from "@conform-to/react";
import { Check } from "lucide-react";

import { HostileText } from "~/components/hostile-text";
import { describedBy } from "~/components/ui/described-by";
import { Field } from "~/components/ui/field";
import type { ConditionAnswer } from "./check-rule-form";
import { MarkedText } from "./marked-text";
import type { PlacedError } from "./placed-error";

interface Props {
  field: FieldMetadata<string | undefined>;
  /** What the check in the browser says; null until something was changed. */
  answer: ConditionAnswer | null;
  /** Where the server found something wrong in what it was sent. */
  place: PlacedError | undefined;
  onFocus: () => void;
}

/** The condition as text, with what is wrong in it quoted and underlined while it is written. */
export function ConditionField({ field, answer, place, onFocus }: Props) {
  const { id, name } = field;
  const live = answer?.error ?? null;
  const errors = answer === null ? field.errors : live === null ? undefined : [live.detail];
  const quoted = answer === null ? place : live === null ? undefined : { text: answer.text, position: live.position };
  return (
    <Field
      id={id}
      label="Condition"
      optional
      errors={errors}
      hint={
        <>
          Amounts take units (5 ether), saved lists an @. When it can't be evaluated, the rule fires all the same.
          <Parameters names={answer?.parameters ?? []} />
        </>
      }
    >
      <div className="relative">
        <textarea
          id={id}
          name={name}
          defaultValue={field.initialValue}
          key={field.key}
          rows={3}
          onFocus={onFocus}
          spellCheck={false}
          autoCapitalize="off"
          placeholder="value > 100 ether AND to not in @treasury"
          className="control resize-y pb-6 font-mono text-xs"
          {...describedBy({ id, errors, hasHint: true })}
        />
        {answer?.fits === true ? <Fits /> : null}
      </div>
      {quoted === undefined ? null : <MarkedText text={quoted.text} position={quoted.position} />}
      <p role="status" className="text-xs text-muted empty:hidden">
        {answer?.waitsFor ?? null}
        {answer?.fits === true ? <span className="sr-only">The condition fits.</span> : null}
        {live === null ? null : <span className="sr-only">{live.detail}</span>}
      </p>
    </Field>
  );
}

/** In the corner of the box, so that nothing moves while somebody writes. */
function Fits() {
  return (
    <span
      aria-hidden
      className="pointer-events-none absolute right-5 bottom-1.5 inline-flex items-center gap-1 text-xs font-medium text-good"
    >
      <Check size={13} /> It fits
    </span>
  );
}

function Parameters({ names }: { names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <span className="mt-1 block">
      It may name{" "}
      <code className="font-mono text-muted">
        <HostileText text={names.join(", ")} max={300} />
      </code>
      , and of the transaction value, from, to and more.
    </span>
  );
}
