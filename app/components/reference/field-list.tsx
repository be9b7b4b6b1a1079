import { Prose } from "./prose";
import type { FieldRow } from "./reference";
import { TypeText } from "./type-text";

/** Fields with their types and notes; what lies inside an object without a name stands below it. */
export function FieldList({ fields }: { fields: readonly FieldRow[] }) {
  return (
    <dl className="divide-y divide-line text-sm">
      {fields.map(({ name, type, required, note, fields: inner }) => (
        <div key={name} className="py-1.5">
          <dt className="flex flex-wrap items-baseline gap-x-2 font-mono text-xs">
            <span className="font-semibold">{name}</span>
            <TypeText>{type}</TypeText>
            {required ? <span className="font-sans text-2xs text-accent">required</span> : null}
          </dt>
          <dd>
            {note === "" ? null : <Prose className="text-muted">{note}</Prose>}
            {inner.length === 0 ? null : (
              <details className="mt-1">
                <summary className="cursor-pointer text-xs text-faint underline decoration-dotted underline-offset-2 hover:text-ink">
                  {inner.length} {inner.length === 1 ? "field" : "fields"} of {name}
                </summary>
                <div className="mt-1 border-l border-line pl-3">
                  <FieldList fields={inner} />
                </div>
              </details>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
