import { CircleCheck, CircleHelp, CircleX, type LucideIcon } from "lucide-react";
import { cx } from "~/components/cx";
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

const LOOKS: Record<"true" | "false" | "null", { icon: LucideIcon; text: string; word: string }> = {
  true: { icon: CircleCheck, text: "text-good", word: "True" },
  false: { icon: CircleX, text: "text-faint", word: "False" },
  null: { icon: CircleHelp, text: "text-medium", word: "Could not be evaluated" },
};

function Node({ node }: { node: Explanation }) {
  const { label, result, expected, actual, nearMiss, children = [] } = node;
  const { icon: Icon, text, word } = LOOKS[`${result}`];
  return (
    <li>
      <div className="flex gap-2">
        <Icon size={15} aria-hidden className={cx("mt-0.5 shrink-0", text)} />
        <div className="min-w-0">
          <p className="text-sm [overflow-wrap:anywhere]">
            <span className="sr-only">{word}: </span>
            <HostileText text={label} max={160} expandable />
            {result === null ? <span className="ml-2 text-xs text-medium">could not be evaluated</span> : null}
            {nearMiss === true ? <NearMiss /> : null}
          </p>
          {expected === undefined && actual === undefined ? null : <Values expected={expected} actual={actual} />}
        </div>
      </div>
      {children.length === 0 ? null : (
        <ul className="mt-2.5 ml-[7px] flex flex-col gap-2.5 border-l border-line pl-4">
          {children.map((child, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a condition are positions, and may repeat.
            <Node key={at} node={child} />
          ))}
        </ul>
      )}
    </li>
  );
}

function NearMiss() {
  return (
    <span className="ml-2 rounded-full bg-medium/12 px-1.5 py-px text-2xs font-medium text-medium">
      this alone kept it from matching
    </span>
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
        <HostileText text={groupDigits(text)} max={120} />
      </dd>
    </>
  );
}

/** A whole number with its comparison: `> 500000` reads `> 500,000`. Anything else stays as it is. */
function groupDigits(text: string): string {
  const [whole, before = "", digits = ""] = /^([<>=!]{0,2} ?-?)(\d{5,})$/.exec(text) ?? [];
  return whole === undefined ? text : before + digits.replace(/\B(?=(\d{3})+$)/g, ",");
}
