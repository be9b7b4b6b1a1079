import { abiFunctions } from "~/domain/signatures/abi-functions";
import type { ResolvedFunction } from "~/domain/transactions/resolved-function";
import type { TxStatus } from "./alert";

/** What is known of the contract that a response goes to. */
export interface ResponseContract {
  /** Null: it is not watched, or was given no ABI. */
  abi: unknown;
  /** EIP-55; null when it is no proxy, or not known to be one. */
  implementation: string | null;
}

interface WarningsInput {
  fn: ResolvedFunction;
  contract: ResponseContract;
  /** Wei, decimal. */
  value: string;
  txStatus: TxStatus;
  /** Fields of the transaction's own choosing that the arguments hold, such as `call.args.spender`. */
  chosenBySender: readonly string[];
  /** The rule watches senders: the address may be no contract. */
  isSender: boolean;
}

/** What whoever signs a response should know first, a sentence each. */
export function responseWarnings(input: WarningsInput): string[] {
  const { fn, contract, value, txStatus, chosenBySender, isSender } = input;
  const { implementation } = contract;
  const said = [abiWarning(fn, contract)];
  if (implementation !== null) {
    said.push(
      `The contract is a proxy: the code at ${implementation} is what runs. A transparent proxy passes no calls of its own admin on.`,
    );
  }
  if (isSender) said.push("The rule watches a sender: make sure that there is a contract at this address.");
  if (value !== "0") said.push(`It sends ${value} wei along: make sure that the function takes it.`);
  if (chosenBySender.length > 0) {
    said.push(`Chosen by the transaction's sender, so check before you sign: ${chosenBySender.join(", ")}.`);
  }
  if (txStatus === "dropped" || txStatus === "replaced" || txStatus === "failed") {
    said.push(`The transaction was ${OVER[txStatus]}: it may need no answer any more.`);
  }
  return said.filter((sentence) => sentence !== null);
}

const OVER = { dropped: "dropped", replaced: "replaced", failed: "reverted" };

function abiWarning({ name, selector, signature }: ResolvedFunction, { abi, implementation }: ResponseContract) {
  const known = abi === null ? null : abiFunctions(abi);
  if (known === null || !known.ok) {
    return `Sentinel has no ABI of the contract: nobody has checked that it has ${signature ?? selector}.`;
  }
  if (known.functions.selected(selector).length > 0) return null;
  const overloads = known.functions.named(name ?? "").map((fn) => fn.signature);
  const others = overloads.length === 0 ? "" : ` It has ${overloads.join(", ")}.`;
  const why = implementation === null ? "the call may revert" : "it may be the proxy's own, or the call may revert";
  return `The contract's ABI has no ${signature ?? selector}: ${why}.${others}`;
}
