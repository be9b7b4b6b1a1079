import { canonicalTypes } from "~/domain/transactions/canonical-type";
import type { ResolvedFunction } from "~/domain/transactions/resolved-function";
import { type AbiItem, parseAbi } from "./parse-abi";
import { selectorOfSignature } from "./selector-of-signature";

/** The functions of one ABI, found by name or selector. */
export interface AbiFunctions {
  named(name: string): readonly ResolvedFunction[];
  selected(selector: string): readonly ResolvedFunction[];
  names(): Iterable<string>;
}

/** The index, or why the ABI cannot be read, in a sentence. */
export type AbiFunctionsResult = { ok: true; functions: AbiFunctions } | { ok: false; detail: string };

/** By the ABI object itself: many rules share one entry's ABI. */
const cache = new WeakMap<object, AbiFunctionsResult>();

/** Indexes the functions of an ABI. Selectors are hashed when first asked for: a large ABI takes tens of ms otherwise. */
export function abiFunctions(abi: unknown): AbiFunctionsResult {
  const key = typeof abi === "object" ? abi : null;
  const known = key && cache.get(key);
  if (known) return known;
  const parsed = parseAbi(abi);
  const result: AbiFunctionsResult = parsed.ok ? { ok: true, functions: indexFunctions(parsed.abi) } : parsed;
  if (key) cache.set(key, result);
  return result;
}

function indexFunctions(abi: readonly AbiItem[]): AbiFunctions {
  const items = abi.filter((item) => item.type === "function");
  const itemsByName = new Map<string, AbiItem[]>();
  for (const item of items) itemsByName.set(item.name, [...(itemsByName.get(item.name) ?? []), item]);
  const resolvedByName = new Map<string, ResolvedFunction[]>();
  let bySelector: Map<string, ResolvedFunction[]> | null = null;

  function named(name: string): readonly ResolvedFunction[] {
    const known = resolvedByName.get(name);
    if (known) return known;
    const resolved = distinct((itemsByName.get(name) ?? []).map(resolve));
    if (resolved.length > 0) resolvedByName.set(name, resolved);
    return resolved;
  }

  function selected(selector: string): readonly ResolvedFunction[] {
    if (!bySelector) {
      bySelector = new Map();
      for (const name of itemsByName.keys()) {
        for (const fn of named(name)) bySelector.set(fn.selector, [...(bySelector.get(fn.selector) ?? []), fn]);
      }
    }
    return bySelector.get(selector) ?? [];
  }

  return { named, selected, names: () => itemsByName.keys() };
}

function distinct(functions: ResolvedFunction[]): ResolvedFunction[] {
  return [...new Map(functions.map((fn) => [fn.signature, fn])).values()];
}

function resolve({ name, inputs }: AbiItem): ResolvedFunction {
  const signature = `${name}(${canonicalTypes(inputs)})`;
  return { selector: selectorOfSignature(signature), signature, name, inputs };
}
