import { checkCondition } from "~/domain/conditions/check-condition";
import { compileCondition } from "~/domain/conditions/compile-condition";
import type { CompiledCondition } from "~/domain/conditions/compiled-condition";
import type { AddressLists } from "~/domain/conditions/condition-subject";
import { normalizeAddress } from "~/domain/transactions/address";
import type { ResolvedEvent } from "~/domain/transactions/resolved-event";
import type { ResolvedFunction } from "~/domain/transactions/resolved-function";
import type { CompiledRule } from "./compiled-rule";
import type { RuleSource } from "./rule-source";
import type { SignatureCache } from "./signature-cache";

/** A rule that cannot be watched, and why in a sentence. */
export interface RejectedRule {
  id: string;
  detail: string;
}

/** What rules are compiled with: the saved lists, and what the rules of one build share. */
export interface CompileOptions {
  lists: AddressLists;
  signatures: SignatureCache;
}

const NO_FUNCTIONS: readonly ResolvedFunction[] = Object.freeze([]);
const NO_EVENTS: readonly ResolvedEvent[] = Object.freeze([]);
const LOWER_CASE_ADDRESS = /^0x[0-9a-f]{40}$/;

/** By the list itself: thousands of rules share one, of up to 100,000 addresses. */
const normalizedLists = new WeakMap<readonly string[], readonly string[] | string>();

/**
 * Makes a rule ready to match. What is wrong with one is the answer, never thrown: it must not keep the changes of all
 * others from being watched.
 */
export function compileRule(source: RuleSource, options: CompileOptions): CompiledRule | RejectedRule {
  const { id } = source;
  try {
    return compile(source, options);
  } catch (error) {
    return { id, detail: `It could not be read: ${error instanceof Error ? error.message : "unknown error"}` };
  }
}

function compile(source: RuleSource, { lists, signatures }: CompileOptions): CompiledRule | RejectedRule {
  const { id } = source;
  const resolved = resolve(source, signatures);
  if ("detail" in resolved) return { id, detail: resolved.detail };
  const { functions, events } = resolved;
  const addresses = normalizeAddresses(source.addresses);
  if (typeof addresses === "string") return { id, detail: addresses };
  const boundless = addresses === null ? boundlessDetail(source) : null;
  if (boundless !== null) return { id, detail: boundless };
  const condition = conditionOf(source, functions, events, { lists, signatures });
  if (condition !== null && "detail" in condition) return { id, detail: condition.detail };
  return assemble(source, addresses, functions, events, condition);
}

/** Written out: a spread of each of 100,000 rules takes three times as long. */
function assemble(
  source: RuleSource,
  addresses: readonly string[] | null,
  functions: readonly ResolvedFunction[],
  events: readonly ResolvedEvent[],
  compiledCondition: CompiledCondition | null,
): CompiledRule {
  return {
    id: source.id,
    version: source.version,
    name: source.name,
    severity: source.severity,
    networkId: source.networkId,
    network: source.network,
    stage: source.stage,
    trigger: source.trigger,
    side: source.side,
    watchlistId: source.watchlistId,
    contractName: source.contractName,
    addresses,
    contracts: source.contracts,
    signature: source.signature,
    event: source.event,
    condition: source.condition,
    cooldownSeconds: source.cooldownSeconds,
    threshold: source.threshold,
    channels: source.channels,
    functions,
    events,
    compiledCondition,
  };
}

type Resolved = { functions: readonly ResolvedFunction[]; events: readonly ResolvedEvent[] } | { detail: string };

function resolve({ trigger, signature, event, abi }: RuleSource, signatures: SignatureCache): Resolved {
  if (trigger === "event") {
    if (event === null) return { detail: "It looks at events, but names none." };
    const found = signatures.events(event, abi);
    return "detail" in found ? found : { functions: NO_FUNCTIONS, events: found.events };
  }
  if (trigger !== "call" || signature === null) return { functions: NO_FUNCTIONS, events: NO_EVENTS };
  const found = signatures.functions(signature, abi);
  return "detail" in found ? found : { functions: found.functions, events: NO_EVENTS };
}

/** What a rule on a whole network lacks. */
function boundlessDetail({ trigger, signature, condition }: RuleSource): string | null {
  if (trigger === "mention") return "It needs addresses: there is nothing to look for in the calldata.";
  if (trigger === "call" && signature === null && condition === null) {
    return "It would match every transaction of the network: it needs a signature or a condition.";
  }
  return null;
}

/** The addresses in lower case, each once, or what is wrong with one of them. */
function normalizeAddresses(addresses: readonly string[] | null): readonly string[] | string | null {
  if (addresses === null) return null;
  const [only = ""] = addresses;
  if (addresses.length === 1 && LOWER_CASE_ADDRESS.test(only)) return addresses;
  const known = normalizedLists.get(addresses);
  if (known !== undefined) return known;
  const normalized = normalizeList(addresses);
  normalizedLists.set(addresses, normalized);
  return normalized;
}

function normalizeList(addresses: readonly string[]): readonly string[] | string {
  const distinct = new Set<string>();
  let isSame = true;
  for (const text of addresses) {
    if (LOWER_CASE_ADDRESS.test(text)) distinct.add(text);
    else {
      isSame = false;
      const read = normalizeAddress(text.toLowerCase());
      if (!read.ok) return read.detail;
      distinct.add(read.address);
    }
  }
  return isSame && distinct.size === addresses.length ? addresses : [...distinct];
}

/** Rules with the same words about the same functions or events share one. */
function conditionOf(
  { condition, stage }: RuleSource,
  functions: readonly ResolvedFunction[],
  events: readonly ResolvedEvent[],
  { lists, signatures }: CompileOptions,
): CompiledCondition | { detail: string } | null {
  if (condition === null) return null;
  return signatures.of(events.length > 0 ? events : functions, `${stage} ${condition}`, () => {
    const check = checkCondition(condition, { functions, events, stage, lists: listNames(lists) });
    if (check.ok) return compileCondition(check.checked, lists);
    return { detail: `Its condition can't be used. ${check.errors.map(({ detail }) => detail).join(" ")}` };
  });
}

const names = new WeakMap<AddressLists, ReadonlySet<string>>();

function listNames(lists: AddressLists): ReadonlySet<string> {
  const known = names.get(lists);
  if (known) return known;
  const made = new Set(lists.keys());
  names.set(lists, made);
  return made;
}
