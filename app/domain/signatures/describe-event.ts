import { shortAddress, toChecksum } from "~/domain/transactions/address";
import type { DecodedEvent } from "~/domain/transactions/decoded-event";
import { visibleText } from "~/domain/transactions/visible-text";
import type { DangerEvent } from "./danger-event";
import { findDangerEvents } from "./danger-events";
import { MAX_TEXT_CHARACTERS, renderSentence } from "./render-sentence";

const GENERAL = "{call} was logged by {contract}";

/**
 * An event in words, for an alert: `title` is one sentence in the past tense without its full stop, `description` says
 * why it matters and where it comes from. Text from outside is made inert (`visibleText`).
 *
 * @param contract the contract that logged it; without a name its short address stands for it.
 * @param from the transaction's sender; null when it is not known.
 */
export function describeEvent({
  event,
  contract,
  from,
  txHash,
}: {
  event: DecodedEvent;
  contract: { name: string | null; address: string };
  from: string | null;
  txHash: string;
}): { title: string; description: string } {
  const row = rowOf(event);
  const parts = {
    contract: visibleText(contract.name ?? "", MAX_TEXT_CHARACTERS) || shortAddress(contract.address),
    call: nameOf(event),
    // By place: an entry's own ABI may call the parameter something else.
    argumentOf: (parameter: string) => event.args[row?.inputs.findIndex((input) => input.name === parameter) ?? -1],
  };
  const title = (row && renderSentence(row.sentence, parts)) ?? renderSentence(GENERAL, parts) ?? "";
  const sender = from === null ? "an unknown sender" : toChecksum(from);
  const description = [
    ...(row ? [row.why] : []),
    ...(event.error === undefined ? [] : [`Its arguments could not be read. ${event.error}`]),
    ...(event.assumption === undefined ? [] : [event.assumption]),
    `Logged by ${toChecksum(contract.address)} in transaction ${txHash}, sent by ${sender}.`,
  ];
  return { title, description: description.join(" ") };
}

/** Of several layouts of a topic the one whose parameters the event was read with, else the first. */
function rowOf(event: DecodedEvent): DangerEvent | undefined {
  const rows = event.topic0 === null ? [] : findDangerEvents(event.topic0);
  const names = event.args.map((argument) => argument.name).join();
  return rows.find((row) => row.inputs.map((input) => input.name).join() === names) ?? rows[0];
}

function nameOf({ name, topic0 }: DecodedEvent): string {
  if (name !== null) return visibleText(name, MAX_TEXT_CHARACTERS);
  return topic0 === null ? "event without a name" : `event ${topic0.slice(0, 10)}…`;
}
