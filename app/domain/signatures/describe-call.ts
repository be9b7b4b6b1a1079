import { formatEther } from "ethers";

import { shortAddress, toChecksum } from "~/domain/transactions/address";
import type { DecodedCall } from "~/domain/transactions/decoded-call";
import { visibleText } from "~/domain/transactions/visible-text";
import { CALL_REASONS } from "./call-reasons";
import { CALL_SENTENCES } from "./call-sentences";
import type { DangerCategory, DangerSignature } from "./danger-signature";
import { findDangerSignature } from "./danger-signatures";
import { MAX_TEXT_CHARACTERS, renderSentence } from "./render-sentence";

/** For functions of the table without a sentence of their own. */
const CATEGORY_SENTENCES: Record<DangerCategory, string> = {
  ownership: "Control over {contract} is being changed by {call}",
  upgrade: "The code of {contract} is being changed by {call}",
  roles: "Roles on {contract} are being changed by {call}",
  pause: "{contract} is being stopped or reopened by {call}",
  mint: "The supply of {contract} is being changed by {call}",
  drain: "Funds are being taken out of {contract} by {call}",
  transfer: "Tokens of {contract} are being moved by {call}",
  approvals: "The right to spend {contract} is being given by {call}",
  safe: "The signers or settings of {contract} are being changed by {call}",
  timelock: "A timelocked operation of {contract} is being handled by {call}",
  governance: "A governance action on {contract} is being taken by {call}",
  oracle: "The prices that {contract} uses are being changed by {call}",
  parameters: "The parameters of {contract} are being changed by {call}",
  blacklist: "The blacklist of {contract} is being changed by {call}",
  bridge: "The bridge settings of {contract} are being changed by {call}",
  access: "{call} is being called on {contract}",
};

/**
 * A call in words, for an alert: `title` is one sentence in the present continuous without its full stop,
 * `description` says why it matters and who sends it. Text from outside is made inert (`visibleText`).
 *
 * @param contract the contract called; without a name its short address stands for it.
 * @param from null when the sender is not known.
 * @param value wei.
 */
export function describeCall({
  call,
  contract,
  from,
  value,
}: {
  call: DecodedCall;
  contract: { name: string | null; address: string };
  from: string | null;
  value: bigint;
}): { title: string; description: string } {
  const row = rowOf(call);
  const name = visibleText(contract.name ?? "", MAX_TEXT_CHARACTERS) || shortAddress(contract.address);
  const reason = row && (CALL_REASONS[row.signature] ?? row.why);
  const unreadable = call.error === undefined ? [] : [`Its arguments could not be read. ${call.error}`];
  const description = [...(reason ? [sentence(reason)] : []), ...unreadable, sentBy(from, contract.address, value)];
  return { title: title(call, row, name), description: description.join(" ") };
}

/** The table's row, unless the selector is known to be another function's. */
function rowOf(call: DecodedCall): DangerSignature | undefined {
  const row = findDangerSignature(call.selector);
  return call.signature === null || row?.signature === call.signature ? row : undefined;
}

function title(call: DecodedCall, row: DangerSignature | undefined, contract: string): string {
  const parts = {
    contract,
    call: call.name === null ? `function ${call.selector}` : `${visibleText(call.name, MAX_TEXT_CHARACTERS)}()`,
    // By place: an entry's own ABI may call the parameter something else.
    argumentOf: (parameter: string) => call.args[row?.inputs.findIndex((input) => input.name === parameter) ?? -1],
  };
  const curated = row && CALL_SENTENCES[row.signature];
  const general = CATEGORY_SENTENCES[row?.category ?? "access"];
  return (curated && renderSentence(curated, parts)) ?? renderSentence(general, parts) ?? "";
}

function sentBy(from: string | null, to: string, value: bigint): string {
  const sender = from === null ? "an unknown sender" : toChecksum(from);
  const coins = value === 0n ? "" : `, with ${formatEther(value)} of the chain's coin`;
  return `Sent by ${sender} to ${toChecksum(to)}${coins}.`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
