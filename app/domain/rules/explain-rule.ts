import type { Explanation } from "~/domain/alerts/explanation";
import { shortAddress, toChecksum } from "~/domain/transactions/address";
import type { CallSite } from "~/domain/transactions/call-site";
import { selectorOf } from "~/domain/transactions/decode-call";
import type { EventLog } from "~/domain/transactions/event-log";
import { matchesEvent } from "~/domain/transactions/matches-event";
import type { ResolvedEvent } from "~/domain/transactions/resolved-event";
import { visibleText } from "~/domain/transactions/visible-text";
import { addressSet } from "./address-set";
import type { CompiledRule } from "./compiled-rule";
import { type Encounter, judge, type SeenTransaction, subjectOf } from "./encounter";
import { allOf, oneOf } from "./explanation-nodes";

const MAX_NAME_CHARACTERS = 60;
const MAX_SIGNATURES = 4;

/**
 * What a rule asks of one call or log of a transaction, with the actual values: every part is asked, whatever the
 * others say. The rule matches there when `result` is true, and is shown to be safe when it is null.
 */
export function explainRule(rule: CompiledRule, seen: SeenTransaction, encounter: Encounter): Explanation {
  const children = [...stagePart(rule, seen), ...placeParts(rule, seen, encounter)];
  if (rule.compiledCondition !== null && encounter.isUnread === true) {
    children.push({
      kind: "comparison",
      label: rule.compiledCondition.text,
      actual: "the call was not read",
      result: null,
    });
  } else if (rule.compiledCondition !== null) {
    const { fn } = judge(rule, seen, encounter);
    children.push(rule.compiledCondition.explain(subjectOf(rule, seen, encounter, fn)));
  }
  return allOf("every condition holds", children);
}

function stagePart({ stage }: CompiledRule, { mined }: SeenTransaction): Explanation[] {
  if (stage === "pending") return [];
  const actual = mined === null ? "pending" : "confirmed";
  return [{ kind: "stage", label: "the transaction is mined", expected: "confirmed", actual, result: mined !== null }];
}

function placeParts(rule: CompiledRule, seen: SeenTransaction, { address, call, log }: Encounter): Explanation[] {
  switch (rule.trigger) {
    case "call":
      return [sidePart(rule, seen, call), ...selectorPart(rule, call)];
    case "event":
      return [addressPart(rule, "the log's contract", log?.address ?? null), eventPart(rule, log)];
    case "mention":
      return [mentionPart(rule, address)];
    default: {
      const label = "it is noticed by looking at the contract, not at a transaction";
      return [{ kind: "stage", label, expected: rule.trigger, result: false }];
    }
  }
}

function sidePart(rule: CompiledRule, { transaction }: SeenTransaction, call: CallSite | null): Explanation {
  const from = transaction.from?.toLowerCase() ?? null;
  const sender = () => ({ ...addressPart(rule, "from", from), kind: "sender" as const });
  const target = () => addressPart(rule, "to", call?.to ?? null);
  if (rule.addresses === null) return rule.side === "sender" ? sender() : target();
  // A rule of any call looks at what its senders send, not at every call that is carried inside.
  const canBeSender = rule.side !== "target" && (rule.functions.length > 0 || call === null || call.depth === 0);
  if (rule.side === "sender") return sender();
  return canBeSender ? oneOf("either side is watched", [target(), sender()]) : target();
}

function addressPart(rule: CompiledRule, what: string, address: string | null): Explanation {
  const actual = address === null ? "none" : shown(address);
  const { addresses } = rule;
  if (addresses === null) {
    return { kind: "address", label: `${what} is any address of the network`, expected: "any", actual, result: true };
  }
  const [first = ""] = addresses;
  const isWatched =
    address !== null && (addresses.length === 1 ? address === first : addressSet(addresses).has(address));
  if (isWatched || addresses.length === 1) {
    const named = isWatched ? (address ?? first) : first;
    return {
      kind: "address",
      label: `${what} is ${nameOf(rule, named)}`,
      expected: `${shown(named)}${others(addresses.length - 1)}`,
      actual,
      result: isWatched,
    };
  }
  const label = `${what} is one of ${addresses.length.toLocaleString("en")} watched addresses`;
  return { kind: "address", label, expected: `${shown(first)}${others(addresses.length - 1)}`, actual, result: false };
}

function others(count: number): string {
  if (count < 1) return "";
  return ` or ${count.toLocaleString("en")} other watched ${count === 1 ? "address" : "addresses"}`;
}

function nameOf(rule: CompiledRule, address: string): string {
  const name = rule.contracts.get(address)?.name ?? (rule.addresses?.length === 1 ? rule.contractName : null);
  if (name !== null) return visibleText(name, MAX_NAME_CHARACTERS);
  return isAddress(address) ? shortAddress(address) : visibleText(address, MAX_NAME_CHARACTERS);
}

function selectorPart({ functions }: CompiledRule, call: CallSite | null): Explanation[] {
  if (functions.length === 0) return [];
  const actual = call === null ? "none" : selectorOf(call.input);
  const called = functions.filter(({ selector }) => selector === actual);
  const named = called.length > 0 ? called : functions;
  const overloads =
    functions.length > called.length && called.length > 0 ? `, one of ${functions.length} overloads` : "";
  const words = listed(named.map(({ signature, selector }) => signature ?? selector));
  const expected = listed([...new Set(functions.map(({ selector }) => selector))]);
  return [{ kind: "selector", label: `the call is ${words}${overloads}`, expected, actual, result: called.length > 0 }];
}

function eventPart({ events }: CompiledRule, log: EventLog | null): Explanation {
  const found = log === null ? undefined : events.find((event) => matchesEvent(log, event));
  const named = found ? [found] : events;
  const label = `the event is ${listed([...new Set(named.map(wordsOf))])}`;
  const expected = listed([...new Set(events.map(({ topic0 }) => topic0 ?? "anonymous"))]);
  const actual = log === null ? "none" : (log.topics[0] ?? "anonymous");
  return { kind: "event", label, expected, actual, result: found !== undefined };
}

function wordsOf({ signature, topic0 }: ResolvedEvent): string {
  return signature ?? topic0 ?? "an anonymous event";
}

function mentionPart(rule: CompiledRule, address: string | null): Explanation {
  const { addresses } = rule;
  const count = addresses?.length ?? 0;
  const [first = ""] = addresses ?? [];
  const what = address ?? (count === 1 ? first : null);
  const words = what === null ? `one of ${count.toLocaleString("en")} watched addresses` : nameOf(rule, what);
  return {
    kind: "mention",
    label: `the calldata of a call to another contract mentions ${words}`,
    expected: `${shown(what ?? first)}${others(count - 1)}`,
    actual: address === null ? "none" : shown(address),
    result: address !== null,
  };
}

function listed(words: readonly string[]): string {
  const more = words.length - MAX_SIGNATURES;
  if (more > 0) return `${words.slice(0, MAX_SIGNATURES).join(" or ")} or ${more} more`;
  return words.join(" or ");
}

function isAddress(text: string): boolean {
  return /^0x[0-9a-f]{40}$/i.test(text);
}

/** In EIP-55 where it is one: a node may say anything. */
function shown(address: string): string {
  return isAddress(address) ? toChecksum(address) : visibleText(address, MAX_NAME_CHARACTERS);
}
