import { Signature, Transaction, type TransactionLike } from "ethers";

import { ZERO_ADDRESS } from "./address";
import type { RpcTransaction } from "./rpc-transaction";

/** What a transaction takes the place of: its sender (lower case) and nonce. A replacement has the same intent. */
export interface Intent {
  sender: string;
  nonce: bigint;
}

/**
 * The intent of a transaction. When the node leaves `from` out (erigon), or gives what nobody sends from, the sender is
 * recovered from the signature, which takes about 2 ms: call it for matches, not for every transaction.
 *
 * @returns null when `from` is missing or no address and the signature is missing or does not recover.
 */
export function intentOf(transaction: RpcTransaction): Intent | null {
  const given = transaction.from?.toLowerCase() ?? "";
  const isAddress = /^0x[0-9a-f]{40}$/.test(given);
  const sender = isAddress && given !== ZERO_ADDRESS ? given : recoverSender(transaction);
  if (sender === null && !isAddress) return null;
  return { sender: sender?.toLowerCase() ?? given, nonce: BigInt(transaction.nonce) };
}

/** Fields of blob (EIP-4844) and code-delegation (EIP-7702) transactions, needed only to recover a sender. */
interface LaterFields {
  maxFeePerBlobGas?: string;
  blobVersionedHashes?: string[];
  authorizationList?: (Record<"chainId" | "address" | "nonce" | "r" | "s", string> & {
    yParity?: string;
    v?: string;
  })[];
}

function recoverSender(transaction: RpcTransaction): string | null {
  const { r, s, v, yParity } = transaction;
  const parity = yParity ?? v;
  if (r === undefined || s === undefined || parity === undefined) return null;
  try {
    return Transaction.from({ ...unsigned(transaction), signature: { r: word(r), s: word(s), v: BigInt(parity) } })
      .from;
  } catch {
    // ethers throws for a signature that is on no curve point, or fields that fit no transaction type: no sender.
    return null;
  }
}

/** Nodes drop leading zeros of quantities; ethers wants whole words. */
function word(quantity: string): string {
  return `0x${quantity.slice(2).padStart(64, "0")}`;
}

function unsigned(transaction: RpcTransaction & LaterFields): TransactionLike<string> {
  const { type, chainId, gasPrice, maxFeePerGas, maxPriorityFeePerGas, accessList } = transaction;
  const kind = type === undefined ? 0 : Number(type);
  return {
    type: kind,
    to: transaction.to,
    data: transaction.input,
    nonce: Number(transaction.nonce),
    gasLimit: transaction.gas,
    value: transaction.value,
    ...(kind === 0 ? {} : { chainId: chainId ?? null, accessList: accessList ?? [] }),
    ...(kind < 2 ? { gasPrice: gasPrice ?? null } : {}),
    ...(kind < 2 ? {} : { maxFeePerGas: maxFeePerGas ?? null, maxPriorityFeePerGas: maxPriorityFeePerGas ?? null }),
    ...(kind === 3 ? blobFields(transaction) : {}),
    ...(kind === 4 ? { authorizationList: authorizations(transaction) } : {}),
  };
}

function blobFields({ maxFeePerBlobGas, blobVersionedHashes }: LaterFields): TransactionLike<string> {
  return { maxFeePerBlobGas: maxFeePerBlobGas ?? null, blobVersionedHashes: blobVersionedHashes ?? [] };
}

function authorizations({ authorizationList = [] }: LaterFields): NonNullable<TransactionLike["authorizationList"]> {
  return authorizationList.map(({ address, chainId, nonce, r, s, yParity, v }) => ({
    address,
    chainId: BigInt(chainId),
    nonce: BigInt(nonce),
    signature: Signature.from({ r: word(r), s: word(s), v: BigInt(yParity ?? v ?? 0) }),
  }));
}
