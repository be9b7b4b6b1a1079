import type { CompiledRule } from "~/domain/rules/compiled-rule";
import { createMentionFinder, type MentionFinder } from "~/domain/transactions/unpack/create-mention-finder";
import { AddressGroups, NO_WORK } from "./address-groups";
import { CallGroup, EventGroup, MentionGroup } from "./rule-groups";
import { SenderRecovery } from "./sender-recovery";

/** One network's rules, by what they look at. Built by `buildRuleIndex` and only read afterwards. */
export class NetworkRules {
  /** Rules of calls, by the called contract. */
  readonly targets = new AddressGroups(() => new CallGroup());
  /** Rules of calls, by the transaction's sender. */
  readonly senders = new AddressGroups(() => new CallGroup());
  /** Rules of calls on every address of the network. */
  readonly anywhere = new CallGroup();
  readonly emitters = new AddressGroups(() => new EventGroup());
  /** Rules of events of any contract. */
  readonly eventsAnywhere = new EventGroup();
  readonly mentions = new AddressGroups(() => new MentionGroup());
  /** Recovers senders that a node left out; shared by all who match, for its budget. */
  readonly senderRecovery = new SenderRecovery();
  /** Finds the addresses of rules of mentions. */
  mentionFinder: MentionFinder = createMentionFinder([]);
  /** Some rule of calls looks at mined transactions only. */
  hasConfirmedCalls = false;
  /** Some condition names `outcome`. */
  usesOutcome = false;
  /** Rules of changed code, by the watched address: what is seen by looking at the chain, not at a transaction. */
  readonly codeChanges = new Map<string, CompiledRule[]>();
  #watchedFinder: MentionFinder | null = null;
  #targetFinder: MentionFinder | null = null;

  get hasCalls(): boolean {
    return this.targets.size > 0 || this.senders.size > 0 || !this.anywhere.isEmpty;
  }

  get hasSenders(): boolean {
    return this.senders.size > 0;
  }

  get hasMentions(): boolean {
    return this.mentions.size > 0;
  }

  get hasEvents(): boolean {
    return this.emitters.size > 0 || !this.eventsAnywhere.isEmpty;
  }

  /** Whether any rule names the address: as target, sender, emitter, or in another way. */
  isWatched(address: string): boolean {
    return (
      this.targets.has(address) ||
      this.senders.has(address) ||
      this.emitters.has(address) ||
      this.mentions.has(address) ||
      this.codeChanges.has(address)
    );
  }

  /**
   * Finds every watched address in calldata, in lower case, not only those of rules of mentions: what is worth a
   * simulation. Made when it is first asked for, which takes some 20 ms for 100,000 addresses.
   *
   * @param isAnywhere at any byte: in a new contract's code, and inside other calls.
   */
  findWatched(input: string, isAnywhere = false): readonly string[] {
    this.#watchedFinder ??= createMentionFinder(this.#watched());
    return isAnywhere ? this.#watchedFinder.findUnaligned(input) : this.#watchedFinder.find(input);
  }

  /** The addresses of rules of calls that stand in calldata at any byte. Made when it is first asked for. */
  findTargets(input: string): readonly string[] {
    this.#targetFinder ??= createMentionFinder(this.targets.addresses());
    return this.#targetFinder.findUnaligned(input);
  }

  /** Adds a rule. What is still to be done is given back: it may be interrupted, for a list of addresses can be long. */
  add(rule: CompiledRule): Iterable<void> {
    if (rule.compiledCondition?.usesOutcome === true) this.usesOutcome = true;
    if (rule.trigger === "call") return this.#addCalls(rule);
    const { addresses } = rule;
    if (rule.trigger === "event") {
      if (addresses !== null) return this.#addTo(this.emitters, addresses, rule);
      this.eventsAnywhere.add(rule);
    } else if (rule.trigger === "mention") return this.#addTo(this.mentions, addresses ?? [], rule);
    else this.#addChange(rule);
    return NO_WORK;
  }

  /** To be called once, after the last rule. */
  finish(): void {
    for (const part of [this.targets, this.senders, this.emitters, this.mentions]) part.finish();
    if (this.hasMentions) this.mentionFinder = createMentionFinder(this.mentions.addresses());
  }

  #addCalls(rule: CompiledRule): Iterable<void> {
    if (rule.stage === "confirmed") this.hasConfirmedCalls = true;
    const { addresses } = rule;
    if (addresses === null) {
      this.anywhere.add(rule);
      return NO_WORK;
    }
    if (rule.side === "target") return this.#addTo(this.targets, addresses, rule);
    if (rule.side === "sender") return this.#addTo(this.senders, addresses, rule);
    return this.#addToBoth(addresses, rule);
  }

  #addTo(
    part: AddressGroups<{ add(rule: CompiledRule): void }>,
    addresses: readonly string[],
    rule: CompiledRule,
  ): Iterable<void> {
    if (addresses.length === 0) return NO_WORK;
    const { group, work } = part.groupOf(addresses);
    group.add(rule);
    return work;
  }

  *#addToBoth(addresses: readonly string[], rule: CompiledRule): Generator<void> {
    yield* this.#addTo(this.targets, addresses, rule);
    yield* this.#addTo(this.senders, addresses, rule);
  }

  #addChange(rule: CompiledRule): void {
    for (const address of rule.addresses ?? []) {
      const known = this.codeChanges.get(address);
      if (known) known.push(rule);
      else this.codeChanges.set(address, [rule]);
    }
  }

  *#watched(): Generator<string> {
    for (const part of [this.targets, this.senders, this.emitters, this.mentions]) yield* part.addresses();
    yield* this.codeChanges.keys();
  }
}
