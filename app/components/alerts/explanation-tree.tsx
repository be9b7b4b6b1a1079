import { CircleCheck, CircleX } from "lucide-react";
import { HostileText } from "~/components/hostile-text";
import type { Explanation } from "~/domain/alerts/explanation";

/** Why the rule matched: each condition with what was asked and what was there. */
export function ExplanationTree({ explanation }: { explanation: Explanation }) {
  return (
    <ul className="flex flex-col gap-2.5">
      <Node node={explanation} />
    </ul>
  );
}

function Node({ node }: { node: Explanation }) {
  const { label, result, expected, actual, children = [] } = node;
  const Icon = result ? CircleCheck : CircleX;
  return (
    <li>
      <div className="flex gap-2">
        <Icon size={15} aria-hidden className={result ? "mt-0.5 shrink-0 text-good" : "mt-0.5 shrink-0 text-faint"} />
        <div className="min-w-0">
          <p className="text-sm [overflow-wrap:anywhere]">
            <span className="sr-only">{result ? "True: " : "False: "}</span>
            <HostileText text={label} max={160} expandable />
          </p>
          {expected === undefined && actual === undefined ? null : <Values expected={expected} actual={actual} />}
        </div>
      </div>
      {children.length === 0 ? null : (
        <ul className="mt-2.5 ml-[7px] flex flex-col gap-2.5 border-l border-line pl-4">
          {children.map((child) => (
            <Node key={child.label} node={child} />
          ))}
        </ul>
      )}
    </li>
  );
}

function Values({ expected, actual }: { expected: string | undefined; actual: string | undefined }) {
  const same = expected === actual;
  return (
    <dl className="mt-0.5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 text-xs text-faint">
      {expected === undefined || same ? null : <Value word="asked" text={expected} />}
      {actual === undefined ? null : <Value word={same ? "asked and found" : "found"} text={actual} />}
    </dl>
  );
}

function Value({ word, text }: { word: string; text: string }) {
  return (
    <>
      <dt>{word}</dt>
      <dd className="font-mono text-muted [overflow-wrap:anywhere]">
        <HostileText text={text} max={100} />
      </dd>
    </>
  );
}
