import { setImmediate as nextTurn } from "node:timers/promises";
import type { AddressLists } from "~/domain/conditions/condition-subject";
import { compileRule, type RejectedRule } from "~/domain/rules/compile-rule";
import type { RuleSource } from "~/domain/rules/rule-source";
import { SignatureCache } from "~/domain/rules/signature-cache";
import { NetworkRules } from "./network-rules";
import type { RuleIndex } from "./rule-index";

/** How long a slice may keep the event loop: sockets are read in between. */
const SLICE_MS = 5;

/** Builds the whole index at once. A rule that does not compile is listed in `rejected`, not thrown. */
export function buildRuleIndex(sources: Iterable<RuleSource>, { lists }: { lists: AddressLists }): RuleIndex {
  const builder = new IndexBuilder(lists);
  for (const _step of builder.addAll(sources));
  return builder.finish();
}

/**
 * Builds the index in slices of about 5 ms, letting the event loop turn in between, so that a change among 100,000
 * rules does not delay the transactions that arrive meanwhile.
 */
export async function buildRuleIndexInSlices(
  sources: Iterable<RuleSource>,
  { lists }: { lists: AddressLists },
): Promise<RuleIndex> {
  const builder = new IndexBuilder(lists);
  let sliceStart = performance.now();
  for (const _step of builder.addAll(sources)) {
    if (performance.now() - sliceStart < SLICE_MS) continue;
    await nextTurn();
    sliceStart = performance.now();
  }
  return builder.finish();
}

class IndexBuilder {
  readonly #networks = new Map<string, NetworkRules>();
  readonly #rejected: RejectedRule[] = [];
  readonly #signatures = new SignatureCache();
  #size = 0;

  constructor(private readonly lists: AddressLists) {}

  /** Yields wherever the work may be interrupted: after each rule, and within a rule of very many addresses. */
  *addAll(sources: Iterable<RuleSource>): Generator<void> {
    for (const source of sources) {
      const compiled = compileRule(source, { lists: this.lists, signatures: this.#signatures });
      if ("detail" in compiled) this.#rejected.push(compiled);
      else {
        this.#size += 1;
        yield* this.#network(compiled.networkId).add(compiled);
      }
      yield;
    }
  }

  finish(): RuleIndex {
    for (const network of this.#networks.values()) network.finish();
    return { size: this.#size, networks: this.#networks, rejected: this.#rejected };
  }

  #network(networkId: string): NetworkRules {
    const known = this.#networks.get(networkId);
    if (known !== undefined) return known;
    const network = new NetworkRules();
    this.#networks.set(networkId, network);
    return network;
  }
}
