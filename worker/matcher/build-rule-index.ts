import { setImmediate as nextTurn } from "node:timers/promises";

import type { RuleSource } from "~/domain/rules/rule-source";
import { normalizeAddress } from "~/domain/transactions/address";
import type { CompiledRule, MatchedRule, NetworkRules, RejectedRule, RuleIndex } from "./rule-index";
import { SignatureCache } from "./signature-cache";

/** How long a slice may keep the event loop: sockets are read in between. */
const SLICE_MS = 5;

/** Addresses taken between two looks at the clock. */
const STEP_ADDRESSES = 256;

/** Builds the whole index at once, about 2 µs a rule. A rule that does not compile is listed in `rejected`, not thrown. */
export function buildRuleIndex(sources: Iterable<RuleSource>): RuleIndex {
  const builder = new IndexBuilder();
  for (const _step of builder.addAll(sources));
  return builder.finish();
}

/**
 * Builds the index in slices of about 5 ms, letting the event loop turn in between, so that a change among 100,000
 * rules does not delay the transactions that arrive meanwhile.
 */
export async function buildRuleIndexInSlices(sources: Iterable<RuleSource>): Promise<RuleIndex> {
  const builder = new IndexBuilder();
  let sliceStart = performance.now();
  for (const _step of builder.addAll(sources)) {
    if (performance.now() - sliceStart < SLICE_MS) continue;
    await nextTurn();
    sliceStart = performance.now();
  }
  return builder.finish();
}

type MutableSelectors = Map<string, MatchedRule[]>;

class IndexBuilder {
  readonly #networks = new Map<string, { byAddress: Map<string, MutableSelectors>; everywhere: MutableSelectors }>();
  readonly #rejected: RejectedRule[] = [];
  readonly #signatures = new SignatureCache();
  #size = 0;

  /** Yields wherever the work may be interrupted: after each rule, and within a rule of very many addresses. */
  *addAll(sources: Iterable<RuleSource>): Generator<void> {
    for (const source of sources) {
      const compiled = compileRule(source, this.#signatures);
      if ("detail" in compiled) this.#rejected.push(compiled);
      else yield* this.#add(compiled);
      yield;
    }
  }

  *#add(rule: CompiledRule): Generator<void> {
    this.#size += 1;
    const { byAddress, everywhere } = this.#network(rule.networkId);
    const matches = this.#signatures.matchesOf(rule);
    if (rule.addresses === null) addMatches(everywhere, matches);
    for (const [index, address] of (rule.addresses ?? []).entries()) {
      addMatches(selectorsOf(byAddress, address), matches);
      if (index % STEP_ADDRESSES === STEP_ADDRESSES - 1) yield;
    }
  }

  finish(): RuleIndex {
    const networks: ReadonlyMap<string, NetworkRules> = this.#networks;
    return { size: this.#size, networks, rejected: this.#rejected };
  }

  #network(networkId: string) {
    const known = this.#networks.get(networkId);
    if (known) return known;
    const network = { byAddress: new Map<string, MutableSelectors>(), everywhere: new Map<string, MatchedRule[]>() };
    this.#networks.set(networkId, network);
    return network;
  }
}

function selectorsOf(byAddress: Map<string, MutableSelectors>, address: string): MutableSelectors {
  const known = byAddress.get(address);
  if (known) return known;
  const selectors: MutableSelectors = new Map();
  byAddress.set(address, selectors);
  return selectors;
}

function addMatches(selectors: MutableSelectors, matches: Iterable<[string, MatchedRule]>): void {
  for (const [selector, match] of matches) {
    const rules = selectors.get(selector);
    if (rules) rules.push(match);
    else selectors.set(selector, [match]);
  }
}

function compileRule(source: RuleSource, signatures: SignatureCache): CompiledRule | RejectedRule {
  const { id, version, name, severity, networkId, watchlistId, contractName, addressNames } = source;
  const resolved = resolveOf(source, signatures);
  if ("detail" in resolved) return { id, detail: resolved.detail };
  const addresses = normalizeAddresses(source.addresses);
  if (typeof addresses === "string") return { id, detail: addresses };
  const { signature, cooldownSeconds, channels } = source;
  const { functions } = resolved;
  // Written out: a spread of each of 100,000 rules takes three times as long.
  return {
    id,
    version,
    name,
    severity,
    networkId,
    watchlistId,
    contractName,
    addresses,
    addressNames,
    signature,
    cooldownSeconds,
    channels,
    functions,
  };
}

/** One rule that breaks its reading must not keep the changes of all others from the matcher. */
function resolveOf({ signature, abi }: RuleSource, signatures: SignatureCache) {
  try {
    return signatures.resolve(signature, abi);
  } catch (error) {
    return { detail: `Its signature could not be read: ${error instanceof Error ? error.message : "unknown error"}` };
  }
}

/** The addresses, each once, or what is wrong with one of them. */
function normalizeAddresses(addresses: string[] | null): string[] | string | null {
  if (addresses === null) return null;
  const watched = new Set<string>();
  for (const text of addresses) {
    const normalized = normalizeAddress(text.toLowerCase());
    if (!normalized.ok) return normalized.detail;
    watched.add(normalized.address);
  }
  return [...watched];
}
