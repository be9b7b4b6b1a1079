import { resolveSignature } from "~/domain/signatures/resolve-signature";
import type { ResolvedFunction } from "~/domain/transactions/resolved-function";
import type { CompiledRule, MatchedRule } from "./rule-index";

type Resolved = { functions: readonly ResolvedFunction[] } | { detail: string };

/** Resolves each signature of each ABI once in a build: thousands of rules say `transferOwnership`. */
export class SignatureCache {
  readonly #byAbi = new Map<unknown, Map<string, Resolved>>();
  readonly #groups = new Map<readonly ResolvedFunction[], [string, ResolvedFunction[]][]>();

  resolve(signature: string, abi: unknown): Resolved {
    let bySignature = this.#byAbi.get(abi);
    if (bySignature === undefined) {
      bySignature = new Map();
      this.#byAbi.set(abi, bySignature);
    }
    const known = bySignature.get(signature);
    if (known) return known;
    const resolved = resolveSignature({ signature, abi });
    bySignature.set(signature, resolved);
    return resolved;
  }

  /** A rule's matches, one a selector: two of its functions may share theirs. */
  matchesOf(rule: CompiledRule): [string, MatchedRule][] {
    return this.#groupsOf(rule.functions).map(([selector, functions]) => [selector, { rule, functions }]);
  }

  #groupsOf(functions: readonly ResolvedFunction[]): [string, ResolvedFunction[]][] {
    const known = this.#groups.get(functions);
    if (known) return known;
    const bySelector = new Map<string, ResolvedFunction[]>();
    for (const fn of functions) bySelector.set(fn.selector, [...(bySelector.get(fn.selector) ?? []), fn]);
    const groups = [...bySelector];
    this.#groups.set(functions, groups);
    return groups;
  }
}
