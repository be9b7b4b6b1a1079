import type { CompiledRule } from "~/domain/rules/compiled-rule";
import type { ResolvedFunction } from "~/domain/transactions/resolved-function";
import { selectorKey } from "./selector-key";

/** A rule, and those of its functions that have the selector under which it is found. */
export interface Candidate {
  readonly rule: CompiledRule;
  readonly functions: readonly ResolvedFunction[];
}

const NONE: readonly Candidate[] = Object.freeze([]);
const NO_FUNCTIONS: readonly ResolvedFunction[] = Object.freeze([]);

/** Rules of calls on the same addresses, by what is called. */
export class CallGroup {
  #bySelector: Map<number, Candidate[]> | null = null;
  #any: Candidate[] | null = null;

  /** Rules of any call. */
  get any(): readonly Candidate[] {
    return this.#any ?? NONE;
  }

  get isEmpty(): boolean {
    return this.#any === null && this.#bySelector === null;
  }

  of(key: number): readonly Candidate[] {
    return this.#bySelector?.get(key) ?? NONE;
  }

  has(key: number): boolean {
    return this.#any !== null || this.#bySelector?.has(key) === true;
  }

  /** Every rule, of any call and of some: those of several functions once for each. */
  *rules(): Generator<CompiledRule> {
    for (const { rule } of this.any) yield rule;
    for (const list of this.#bySelector?.values() ?? []) for (const { rule } of list) yield rule;
  }

  add(rule: CompiledRule): void {
    if (rule.functions.length === 0) {
      this.#any = [...(this.#any ?? []), { rule, functions: NO_FUNCTIONS }];
      return;
    }
    this.#bySelector ??= new Map();
    for (const [key, functions] of bySelector(rule.functions)) {
      const candidate = { rule, functions };
      const known = this.#bySelector.get(key);
      if (known === undefined) this.#bySelector.set(key, [candidate]);
      else known.push(candidate);
    }
  }
}

/** Rules of events on the same addresses, by the first topic. */
export class EventGroup {
  readonly #byTopic = new Map<string, CompiledRule[]>();
  #anonymous: CompiledRule[] = [];

  get isEmpty(): boolean {
    return this.#byTopic.size === 0 && this.#anonymous.length === 0;
  }

  /** Rules of events that have no topic of their own. */
  get anonymous(): readonly CompiledRule[] {
    return this.#anonymous;
  }

  of(topic0: string): readonly CompiledRule[] {
    return this.#byTopic.get(topic0) ?? [];
  }

  add(rule: CompiledRule): void {
    for (const topic0 of new Set(rule.events.map((event) => event.topic0))) {
      if (topic0 === null) {
        this.#anonymous.push(rule);
        continue;
      }
      const known = this.#byTopic.get(topic0);
      if (known === undefined) this.#byTopic.set(topic0, [rule]);
      else known.push(rule);
    }
  }
}

/** Rules of mentions of the same addresses. */
export class MentionGroup {
  readonly rules: CompiledRule[] = [];

  add(rule: CompiledRule): void {
    this.rules.push(rule);
  }
}

/** By the list itself: rules with the same signature have the same one. */
const groups = new WeakMap<readonly ResolvedFunction[], ReadonlyMap<number, readonly ResolvedFunction[]>>();

/** Two functions of a rule may share their selector. */
function bySelector(functions: readonly ResolvedFunction[]): ReadonlyMap<number, readonly ResolvedFunction[]> {
  const known = groups.get(functions);
  if (known !== undefined) return known;
  const made = new Map<number, ResolvedFunction[]>();
  for (const fn of functions) {
    const key = selectorKey(fn.selector);
    made.set(key, [...(made.get(key) ?? []), fn]);
  }
  groups.set(functions, made);
  return made;
}
