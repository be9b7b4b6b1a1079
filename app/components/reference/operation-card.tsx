import { AnswerList } from "./answer-list";
import { CodeSample } from "./code-sample";
import { FieldList } from "./field-list";
import { Prose } from "./prose";
import type { FieldRow, OperationView } from "./reference";
import { TypeText } from "./type-text";

/** One operation: what it does, takes and answers, and how to call it. */
export function OperationCard({ operation }: { operation: OperationView }) {
  const { id, method, path, summary, description, parameters, body, bodyType, answers, curl } = operation;
  return (
    <article
      id={id}
      aria-label={`${method} ${path}`}
      className="scroll-mt-4 rounded-lg border border-line bg-surface target:border-accent"
    >
      <header className="border-b border-line px-4 py-3">
        <h3 className="flex flex-wrap items-baseline gap-x-3 font-mono text-sm">
          <span className="font-semibold text-accent">{method}</span>
          <a href={`#${id}`} className="break-all hover:underline">
            {path}
          </a>
        </h3>
        <p className="mt-1 text-base font-medium">{summary}</p>
        {description.split("\n\n").map((text) => (
          <Prose key={text} className="mt-1 max-w-2xl text-sm text-muted">
            {text}
          </Prose>
        ))}
      </header>
      <div className="grid gap-5 px-4 py-4 xl:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-5">
          <FieldGroup title="Parameters" fields={parameters} />
          <FieldGroup title="Body" fields={body} type={bodyType} />
          <AnswerList answers={answers} />
        </div>
        <CodeSample text={curl} title="Call" what="call" />
      </div>
    </article>
  );
}

function FieldGroup({ title, fields, type = "" }: { title: string; fields: FieldRow[]; type?: string }) {
  if (fields.length === 0 && type === "") return null;
  return (
    <div>
      <h4 className="mb-1 flex items-baseline gap-2 text-xs font-semibold text-muted">
        {title} {type === "" ? null : <TypeText>{type}</TypeText>}
      </h4>
      <FieldList fields={fields} />
    </div>
  );
}
