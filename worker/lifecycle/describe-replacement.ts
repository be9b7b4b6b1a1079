import { findDangerSignature } from "~/domain/signatures/danger-signatures";
import { describeCall } from "~/domain/signatures/describe-call";
import { decodeCall, selectorOf } from "~/domain/transactions/decode-call";
import { isQuantity } from "~/domain/transactions/is-quantity";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";

const ADDRESS = /^0x[0-9a-f]{40}$/i;

/** What an alert's timeline says of the call that takes its transaction's place. */
export interface ReplacementSummary {
  /** A sentence without its full stop, made inert. */
  title: string;
  to: string | null;
  /** Wei, decimal. */
  value: string;
  selector: string;
  /** Null when the built-in table does not know the selector: nothing is guessed then. */
  signature: string | null;
}

/** Describes a replacement by the built-in table alone: whatever contract it calls, its ABI need not be at hand. */
export function describeReplacement({ from, to, value, input }: RpcTransaction): ReplacementSummary {
  const selector = selectorOf(input);
  const known = findDangerSignature(selector);
  const call = decodeCall(input, known === undefined ? [] : [known]);
  const sender = from !== undefined && ADDRESS.test(from) ? from : null;
  const wei = isQuantity(value) ? BigInt(value) : 0n;
  const facts = { to, value: wei.toString(), selector, signature: call.signature };
  if (to === null) return { ...facts, title: "A contract is being created" };
  // A node may say anything; nobody sends to what is no address.
  if (!ADDRESS.test(to)) return { ...facts, to: null, title: "A transaction that can't be read is sent" };
  if (selector === "0x") return { ...facts, title: "Coins are being sent without a call" };
  const { title } = describeCall({ call, contract: { name: null, address: to }, from: sender, value: wei });
  return { ...facts, title };
}
