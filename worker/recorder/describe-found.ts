import { callRank } from "~/domain/rules/call-rank";
import type { CompiledRule } from "~/domain/rules/compiled-rule";
import { isOfChangedCode } from "~/domain/rules/rule-look";
import type { MatchedCall, RuleMatch } from "~/domain/rules/rule-match";
import { findDangerSignature } from "~/domain/signatures/danger-signatures";
import { describeCall } from "~/domain/signatures/describe-call";
import { describeEvent } from "~/domain/signatures/describe-event";
import { shortAddress, toChecksum } from "~/domain/transactions/address";
import type { PathStep } from "~/domain/transactions/call-site";
import type { DecodedCall } from "~/domain/transactions/decoded-call";
import type { DecodedEvent } from "~/domain/transactions/decoded-event";
import { visibleText } from "~/domain/transactions/visible-text";
import type { FoundMatch } from "./found-match";

const MAX_NAME_CHARACTERS = 60;
/** The outermost steps are named; a nesting of hundreds of words helps nobody. */
const MAX_STEPS = 4;

/** Said, and not refused: a chain with rules of its own must not lose its alerts to the check. */
const DOUBTFUL =
  "Careful: its content does not fit its hash. The endpoint that announced it is mistaken or lies; look the hash up elsewhere.";

/** What was read of a match. */
interface Reading {
  call: DecodedCall;
  event: DecodedEvent | null;
  from: string;
  isDoubtful: boolean;
}

/** An alert's title and description: what happens, why it matters, how it was found and what is not known of it. */
export function describeFound(found: FoundMatch, reading: Reading): { title: string; description: string } {
  const { title, description } = whatHappens(found, reading);
  const sentences = [
    ...(reading.isDoubtful ? [DOUBTFUL] : []),
    ...(found.match.uncertain === null
      ? []
      : [`Could not be evaluated, shown to be safe: ${stop(found.match.uncertain)}`]),
    description,
    ...howReached(found, reading.from),
    ...howFound(found),
  ];
  return { title, description: sentences.join(" ") };
}

function whatHappens(found: FoundMatch, { call, event, from }: Reading) {
  const { match, transaction } = found;
  const { rule } = match;
  const address = match.call?.to ?? transaction.to?.toLowerCase() ?? null;
  if (match.log !== null && event !== null) {
    const contract = { name: nameOf(rule, match.log.address), address: match.log.address };
    return describeEvent({ event, contract, from, txHash: transaction.hash.toLowerCase() });
  }
  if (rule.trigger === "mention" && match.address !== null) return describeMention(rule, match.address, from, address);
  if (isOfChangedCode(rule.trigger) && match.address !== null) return describeChange(found, match.address, from);
  if (address === null) {
    const title = `A contract is being created by ${shortAddress(from)}`;
    return { title, description: `Sent by ${toChecksum(from)}.` };
  }
  const isInner = (match.call?.depth ?? 0) > 0;
  return describeCall({
    call,
    contract: { name: nameOf(rule, address), address },
    from: isInner ? match.call?.caller || null : from,
    value: isInner ? (match.call?.value ?? 0n) : BigInt(transaction.value),
  });
}

function describeMention(rule: CompiledRule, address: string, from: string, to: string | null) {
  const where = to === null ? "a transaction that creates a contract" : `a transaction to ${toChecksum(to)}`;
  return {
    title: `${labelOf(rule, address)} is mentioned in a transaction to ${to === null ? "a new contract" : labelOf(rule, to)}`,
    description: `The address ${toChecksum(address)} is written in the calldata of ${where}, sent by ${toChecksum(from)}.`,
  };
}

function describeChange({ match, transaction, mined }: FoundMatch, address: string, from: string) {
  const { rule, change } = match;
  const name = labelOf(rule, address);
  const isDelegation = rule.trigger === "delegation_changed";
  const title = isDelegation ? `${name} delegates to other code` : `The code behind ${name} is another one`;
  return {
    title,
    description: `${whatChanged(isDelegation, address, change)} ${whoChanged(transaction, mined, from)}`,
  };
}

function whatChanged(isDelegation: boolean, address: string, change: RuleMatch["change"]): string {
  const whose = toChecksum(address);
  if (change === undefined) return isDelegation ? `${whose} delegates to other code.` : `${whose} runs other code.`;
  const [before, after] = [change.before, change.after].map((code) => (code === null ? null : toChecksum(code)));
  if (!isDelegation) return `The implementation of ${whose} was ${before ?? "none"} and is now ${after ?? "none"}.`;
  if (after === null) return `${whose} no longer delegates to ${before}.`;
  return `${whose} delegates to ${after} now${before === null ? ", and did to nothing before" : ` and did to ${before} before`}.`;
}

/** What stands in for a transaction that nobody can name has the block's hash. */
function whoChanged({ hash, to }: FoundMatch["transaction"], mined: FoundMatch["mined"], from: string): string {
  if (mined !== null && hash === mined.blockHash) {
    return `No transaction of block ${mined.blockNumber} could be named that did it: it may also have happened in a block before.`;
  }
  const block = mined === null ? "" : `, in block ${mined.blockNumber}`;
  return `Changed in a transaction ${to === null ? "that creates a contract" : `to ${toChecksum(to)}`}, sent by ${toChecksum(from)}${block}.`;
}

function howReached({ match, transaction }: FoundMatch, from: string): string[] {
  const { call, more, others = [], truncated, rule, isUnread } = match;
  const sentences: string[] = [];
  if (call !== null && match.log === null && call.depth > 0) {
    const steps = call.path.slice(0, MAX_STEPS).map((step) => describeStep(rule, step));
    const deeper = call.path.length > MAX_STEPS ? ` and ${call.path.length - MAX_STEPS} more` : "";
    const to = transaction.to == null ? "" : ` to ${toChecksum(transaction.to)}`;
    const inside = steps.length === 0 ? "inside other calls" : `inside ${steps.join(", then ")}${deeper}`;
    sentences.push(`It is made ${inside}, in a transaction sent by ${toChecksum(from)}${to}.`);
    if (call.kind === "delegatecall") sentences.push("As a delegatecall it runs with its caller's rights and storage.");
  }
  if (call?.kind === "scheduled") sentences.push("It is only scheduled by this transaction, to be executed later.");
  if (more > 0) {
    const what = `${more} more of its ${match.log === null ? "calls" : "events"} match the same rule`;
    sentences.push(`${what}${amongThem(rule, others)}.`);
  }
  if (isUnread === true) {
    const what = call?.input === "0x" ? "Its address stands" : "Its address and the function's selector stand";
    sentences.push(`${what} in a part of the calldata that was not read.`);
  }
  if (truncated !== null) sentences.push(`Not every inner call was looked at: ${stop(truncated)}`);
  return sentences;
}

/** The most dangerous of them by name: an alert must not be silent on what a harmless call is there to hide. */
function amongThem(rule: CompiledRule, others: readonly MatchedCall[]): string {
  const ranked = others.toSorted((a, b) => callRank({ input: b.selector }) - callRank({ input: a.selector }));
  const names = ranked.slice(0, MAX_STEPS).map(({ to, selector }) => {
    return `${findDangerSignature(selector)?.name ?? selector} of ${labelOf(rule, to)}`;
  });
  return names.length === 0 ? "" : `, among them ${names.join(", ")}`;
}

function describeStep(rule: CompiledRule, { to, name, index }: PathStep): string {
  const kind = name === "execTransaction" && nameOf(rule, to) === null ? "the Safe " : "";
  const call = `${name === "0x" ? "a plain call" : visibleText(name, MAX_NAME_CHARACTERS)} of ${kind}${labelOf(rule, to)}`;
  return index === null ? call : `call ${index + 1} of ${call}`;
}

function howFound({ match, detection, mined, outcome, firstSeen }: FoundMatch): string[] {
  const sentences: string[] = [];
  const block = mined === null ? "" : ` in block ${mined.blockNumber}`;
  // A transaction that was shown pending gave its warning, also when the rule looks at it only once it is mined.
  if (detection === "mined" && !isOfChangedCode(match.rule.trigger)) {
    const isSudden = firstSeen.length === 0;
    sentences.push(
      isSudden ? `It appeared without warning: it was first seen mined${block}.` : `It was mined${block}.`,
    );
  }
  if (detection === "backfilled") sentences.push(`It was found afterwards${block}, among blocks that had been missed.`);
  if (detection === "simulation")
    sentences.push("Seen in simulation: the call is in no calldata, a trial run makes it.");
  if (mined?.status === "Failure") sentences.push("The transaction failed: nothing of it took effect.");
  if (outcome !== null && mined === null) sentences.push(...describeOutcome(outcome));
  return sentences;
}

function describeOutcome({ kind, reason }: NonNullable<FoundMatch["outcome"]>): string[] {
  const because = reason === null ? "." : `: ${stop(visibleText(reason, 200))}`;
  if (kind === "would_succeed") return ["As things stand it would succeed."];
  if (kind === "would_revert") return [`As things stand it would revert${because}`];
  if (kind === "queued") return [`It waits for an earlier transaction of its sender${because}`];
  if (kind === "unfunded") return [`Its sender can't pay for it as things stand${because}`];
  return [];
}

function nameOf(rule: CompiledRule, address: string): string | null {
  return rule.contracts.get(address)?.name ?? null;
}

function labelOf(rule: CompiledRule, address: string): string {
  return visibleText(nameOf(rule, address) ?? "", MAX_NAME_CHARACTERS) || shortAddress(address);
}

function stop(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
