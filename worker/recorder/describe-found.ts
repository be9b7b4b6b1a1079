import type { CompiledRule } from "~/domain/rules/compiled-rule";
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

function whatHappens({ match, transaction }: FoundMatch, { call, event, from }: Reading) {
  const { rule } = match;
  const address = match.call?.to ?? transaction.to?.toLowerCase() ?? null;
  if (match.log !== null && event !== null) {
    const contract = { name: nameOf(rule, match.log.address), address: match.log.address };
    return describeEvent({ event, contract, from, txHash: transaction.hash.toLowerCase() });
  }
  if (rule.trigger !== "call" && match.address !== null) return describeOther(rule, match.address, from, address);
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

function describeOther(rule: CompiledRule, address: string, from: string, to: string | null) {
  const name = labelOf(rule, address);
  const where = to === null ? "a transaction that creates a contract" : `a transaction to ${toChecksum(to)}`;
  const title =
    rule.trigger === "mention"
      ? `${name} is mentioned in a transaction to ${to === null ? "a new contract" : labelOf(rule, to)}`
      : rule.trigger === "implementation_changed"
        ? `The code behind ${name} is another one`
        : rule.trigger === "delegation_changed"
          ? `${name} delegates to other code`
          : `${name} is concerned`;
  const mention = `The address ${toChecksum(address)} is written in the calldata of ${where}, sent by ${toChecksum(from)}.`;
  return {
    title,
    description: rule.trigger === "mention" ? mention : `Seen in ${where}, sent by ${toChecksum(from)}.`,
  };
}

function howReached({ match, transaction }: FoundMatch, from: string): string[] {
  const { call, more, truncated, rule } = match;
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
  if (more > 0) sentences.push(`${more} more of its ${match.log === null ? "calls" : "events"} match the same rule.`);
  if (truncated !== null) sentences.push(`Not every inner call was looked at: ${stop(truncated)}`);
  return sentences;
}

function describeStep(rule: CompiledRule, { to, name, index }: PathStep): string {
  const kind = name === "execTransaction" && nameOf(rule, to) === null ? "the Safe " : "";
  const call = `${visibleText(name, MAX_NAME_CHARACTERS)} of ${kind}${labelOf(rule, to)}`;
  return index === null ? call : `call ${index + 1} of ${call}`;
}

function howFound({ detection, mined, outcome }: FoundMatch): string[] {
  const sentences: string[] = [];
  const block = mined === null ? "" : ` in block ${mined.blockNumber}`;
  if (detection === "mined") sentences.push(`It appeared without warning: it was first seen mined${block}.`);
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
