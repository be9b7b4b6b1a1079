import { callRank } from "~/domain/rules/call-rank";
import type { CompiledRule } from "~/domain/rules/compiled-rule";
import { type Encounter, judge, type SeenTransaction } from "~/domain/rules/encounter";
import { otherCalls } from "~/domain/rules/other-calls";
import type { RuleMatch } from "~/domain/rules/rule-match";
import type { SubjectVerdict } from "~/domain/rules/subject-verdict";
import { unreadCall } from "~/domain/rules/unread-call";
import type { CallSite } from "~/domain/transactions/call-site";
import type { EventLog } from "~/domain/transactions/event-log";
import { matchesEvent } from "~/domain/transactions/matches-event";
import type { MinedFacts } from "~/domain/transactions/mined-facts";
import type { ResolvedEvent } from "~/domain/transactions/resolved-event";
import type { ResolvedFunction } from "~/domain/transactions/resolved-function";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { OutcomeKind } from "~/domain/transactions/simulated-outcome";
import type { NetworkRules } from "./network-rules";
import type { Candidate } from "./rule-groups";
import { selectorKey } from "./selector-key";

/**
 * How often conditions are asked again for one transaction, after each once. Its sender chooses how many of its inner
 * calls meet a rule, and a thousand for each of a thousand rules would hold up everything else for seconds. Past this, a
 * rule that has not matched yet does so without its condition.
 */
const MAX_REPEATS = 2_000;
const HOLDS: SubjectVerdict = Object.freeze({ result: true, uncertain: null, needsOutcome: false });
const TOO_MANY: SubjectVerdict = Object.freeze({
  result: null,
  uncertain: "The transaction has more calls and events than conditions are asked of.",
  needsOutcome: false,
});
const NO_FUNCTIONS: readonly ResolvedFunction[] = Object.freeze([]);

/** One transaction that may match something, being matched. Made for candidates only. */
export class Sighting {
  readonly #matches = new Map<CompiledRule, RuleMatch>();
  readonly #network: NetworkRules;
  readonly #mined: MinedFacts | null;
  #transaction: RpcTransaction;
  #outcome: OutcomeKind | null;
  #triedRecovery = false;
  readonly #asked = new Set<CompiledRule>();
  #repeats = 0;
  #direct: CallSite | null = null;
  truncated: string | null = null;

  constructor(
    network: NetworkRules,
    transaction: RpcTransaction,
    { mined = null, outcome = null }: Partial<Omit<SeenTransaction, "transaction">> = {},
  ) {
    this.#network = network;
    this.#transaction = transaction;
    this.#mined = mined;
    this.#outcome = outcome;
  }

  /** The creation of a contract calls nothing: only rules of any call of its sender, or of the whole network, see it. */
  meetCreation(): void {
    const from = this.#sender();
    for (let member = this.#network.senders.get(from); member !== null; member = member.next) {
      for (const { rule } of member.group.any) this.#offer(rule, from, null, NO_FUNCTIONS);
    }
    for (const { rule } of this.#network.anywhere.any) {
      this.#offer(rule, rule.side === "sender" ? from || null : null, null, NO_FUNCTIONS);
    }
  }

  /** @param calls the transaction's own first, when it is among them. */
  meetCalls(calls: readonly CallSite[]): void {
    const { targets, senders, anywhere } = this.#network;
    const from = senders.size > 0 ? this.#sender() : (this.#transaction.from?.toLowerCase() ?? "");
    const ofSender = senders.get(from);
    for (const call of calls) {
      if (call.depth === 0) this.#direct = call;
      const key = selectorKey(call.input);
      // A rule of either side meets a call once, and as its target's first.
      let met: Set<CompiledRule> | null = null;
      for (let member = targets.get(call.to); member !== null; member = member.next) {
        for (const list of [member.group.of(key), member.group.any]) {
          for (const { rule, functions } of list) {
            this.#offer(rule, call.to, call, functions);
            if (rule.side === "either") met = (met ?? new Set()).add(rule);
          }
        }
      }
      for (let member = ofSender; member !== null; member = member.next) {
        this.#meetAsSender(member.group.of(key), from, call, met);
        if (call.depth === 0) this.#meetAsSender(member.group.any, from, call, met);
      }
      for (const { rule, functions } of anywhere.of(key)) {
        this.#offer(rule, rule.side === "sender" ? from || null : call.to, call, functions);
      }
      for (const { rule } of anywhere.any) {
        if (rule.side !== "sender") this.#offer(rule, call.to, call, NO_FUNCTIONS);
        else if (call.depth === 0) this.#offer(rule, from || null, call, NO_FUNCTIONS);
      }
    }
  }

  /**
   * Rules of calls that nothing read has matched, where not everything was read.
   *
   * @param input calldata in lower case; `addresses` of rules' targets, found in it at any byte.
   */
  meetUnread(input: string, addresses: readonly string[]): void {
    const asked = new Set<CompiledRule>();
    for (const address of addresses) {
      for (let member = this.#network.targets.get(address); member !== null; member = member.next) {
        for (const rule of member.group.rules()) {
          if (this.#matches.has(rule) || asked.has(rule)) continue;
          asked.add(rule);
          const encounter = unreadCall(rule, address, input);
          if (encounter !== null) this.#offerUnread(rule, encounter);
        }
      }
    }
  }

  /** @param addresses watched ones that the calldata mentions. */
  meetMentions(addresses: readonly string[]): void {
    for (const address of addresses) {
      for (let member = this.#network.mentions.get(address); member !== null; member = member.next) {
        for (const rule of member.group.rules) this.#offer(rule, address, this.#direct, NO_FUNCTIONS);
      }
    }
  }

  meetLogs(logs: readonly EventLog[]): void {
    const { emitters, eventsAnywhere } = this.#network;
    for (const log of logs) {
      const topic0 = log.topics[0] ?? "";
      // A rule of a named and an anonymous event stands in both lists.
      const met = new Set<CompiledRule>();
      const meet = (rules: readonly CompiledRule[]) => {
        for (const rule of rules) {
          if (met.has(rule)) continue;
          met.add(rule);
          const event = rule.events.find((one) => matchesEvent(log, one));
          if (event !== undefined) this.#offer(rule, log.address, this.#direct, NO_FUNCTIONS, log, event);
        }
      };
      for (let member = emitters.get(log.address); member !== null; member = member.next) {
        meet(member.group.of(topic0));
        meet(member.group.anonymous);
      }
      meet(eventsAnywhere.of(topic0));
      meet(eventsAnywhere.anonymous);
    }
  }

  matches(): RuleMatch[] {
    const matches = [...this.#matches.values()];
    for (const match of matches) match.truncated = this.truncated;
    return matches;
  }

  #meetAsSender(list: readonly Candidate[], from: string, call: CallSite, met: Set<CompiledRule> | null): void {
    for (const { rule, functions } of list) {
      if (met === null || !met.has(rule)) this.#offer(rule, from, call, functions);
    }
  }

  #offer(
    rule: CompiledRule,
    address: string | null,
    call: CallSite | null,
    functions: readonly ResolvedFunction[],
    log: EventLog | null = null,
    event: ResolvedEvent | null = null,
  ): void {
    if (rule.stage === "confirmed" && this.#mined === null) return;
    const known = this.#matches.get(rule);
    const verdict = this.#ask(rule, { address, call, functions, log, event });
    if (verdict.result === false) return;
    const { uncertain, needsOutcome } = verdict;
    const match: RuleMatch = {
      rule,
      address,
      call,
      functions,
      log,
      event,
      uncertain,
      needsOutcome,
      more: 0,
      truncated: null,
    };
    this.#matches.set(rule, known === undefined ? match : theBetter(known, match));
  }

  #offerUnread(rule: CompiledRule, encounter: Encounter): void {
    if (rule.stage === "confirmed" && this.#mined === null) return;
    const { uncertain, needsOutcome } = this.#ask(rule, encounter);
    this.#matches.set(rule, { rule, ...encounter, uncertain, needsOutcome, more: 0, truncated: null });
  }

  #ask(rule: CompiledRule, encounter: Encounter): SubjectVerdict {
    if (rule.compiledCondition === null) return HOLDS;
    if (this.#asked.has(rule)) {
      this.#repeats += 1;
      if (this.#repeats > MAX_REPEATS) return TOO_MANY;
    } else this.#asked.add(rule);
    const seen = { transaction: this.#withSender(), mined: this.#mined, outcome: this.#outcome };
    return judge(rule, seen, encounter).verdict;
  }

  /** Lower case; empty when it is not known. */
  #sender(): string {
    return this.#withSender().from?.toLowerCase() ?? "";
  }

  #withSender(): RpcTransaction {
    if (this.#transaction.from !== undefined || this.#triedRecovery) return this.#transaction;
    this.#triedRecovery = true;
    const from = this.#network.senderRecovery.recover(this.#transaction);
    if (from !== null) this.#transaction = { ...this.#transaction, from };
    return this.#transaction;
  }
}

/**
 * Of two matches of a rule the one to tell of. A certain one: an attacker could hide it behind an argument that nobody can
 * read. Then the more dangerous call: he could hide it behind a harmless one. Then the first.
 */
function theBetter(known: RuleMatch, next: RuleMatch): RuleMatch {
  const isCall = known.rule.trigger === "call";
  const isBetter =
    known.uncertain === null || next.uncertain !== null
      ? isCall && (known.uncertain === null) === (next.uncertain === null) && callRank(next.call) > callRank(known.call)
      : true;
  const [kept, left] = isBetter ? [next, known] : [known, next];
  kept.more = known.more + 1;
  if (isCall) kept.others = otherCalls(known.others, left.call);
  return kept;
}
