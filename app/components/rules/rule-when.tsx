import { HostileText } from "~/components/hostile-text";
import type { Rule } from "~/domain/rules/rule";
import type { RuleTrigger } from "~/domain/rules/rule-trigger";

const WORDS: Record<RuleTrigger, string> = {
  call: "any call",
  event: "event",
  mention: "mentioned in calldata",
  implementation_changed: "implementation changed",
  delegation_changed: "delegation changed",
};

const SIDES: Record<Rule["side"], string | null> = { target: null, sender: "as sender", either: "as either side" };

/** What a rule waits for, in two short lines: the function or event, and under which condition. */
export function RuleWhen({ rule }: { rule: Rule }) {
  const { trigger, signature, event, condition } = rule;
  const code = signature ?? event;
  const labels = labelsOf(rule);
  return (
    <div className="flex min-w-0 flex-col">
      <span className="flex min-w-0 flex-wrap items-center gap-x-2">
        {code === null ? (
          <span className="text-sm text-muted">{WORDS[trigger]}</span>
        ) : (
          <code title={code} className="min-w-0 font-mono text-xs text-muted [overflow-wrap:anywhere] md:truncate">
            <HostileText text={code} max={80} />
          </code>
        )}
        {labels.map((label) => (
          <span key={label} className="rounded-full border border-line px-1.5 text-2xs whitespace-nowrap text-faint">
            {label}
          </span>
        ))}
      </span>
      {condition === null ? null : (
        <code
          title={condition}
          className="line-clamp-3 font-mono text-xs text-faint [overflow-wrap:anywhere] md:line-clamp-2"
        >
          if <HostileText text={condition} max={160} />
        </code>
      )}
    </div>
  );
}

function labelsOf({ trigger, event, side, stage, threshold }: Rule): string[] {
  const isCall = trigger === "call" || trigger === "mention";
  return [
    event === null ? null : "event",
    SIDES[side],
    isCall && stage === "confirmed" ? "once mined" : null,
    threshold === null ? null : `${threshold.count.toLocaleString("en-US")} in ${duration(threshold.windowSeconds)}`,
  ].filter((label) => label !== null);
}

function duration(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
