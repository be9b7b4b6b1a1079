import type { Step } from "./step";

/** A rule that is to be made, and the names of those that keep it quiet. */
interface NewRuleStep {
  key: string;
  needs: readonly string[];
  step: Step;
}

/**
 * Orders new rules so that each comes after those that it names. Of a circle the order does not matter: whichever comes
 * first is refused, because it names one that is not there yet.
 */
export function inhibitorsFirst(rules: readonly NewRuleStep[]): Step[] {
  const byKey = new Map(rules.map((rule) => [rule.key, rule]));
  const seen = new Set<string>();
  const ordered: Step[] = [];
  for (const start of rules) {
    // A stack of its own: chains may be long.
    const stack: { rule: NewRuleStep; next: number }[] = [{ rule: start, next: 0 }];
    if (seen.has(start.key)) continue;
    seen.add(start.key);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const name = top.rule.needs[top.next];
      top.next += 1;
      if (name === undefined) {
        ordered.push(top.rule.step);
        stack.pop();
        continue;
      }
      const needed = byKey.get(name);
      if (needed === undefined || seen.has(name)) continue;
      seen.add(name);
      stack.push({ rule: needed, next: 0 });
    }
  }
  return ordered;
}
