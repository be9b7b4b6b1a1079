import { ZERO_ADDRESS } from "./address";
import type { RpcTransaction } from "./rpc-transaction";
import { toSignedTransaction } from "./to-signed-transaction";

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

function recoverSender(transaction: RpcTransaction): string | null {
  try {
    return toSignedTransaction(transaction)?.from ?? null;
  } catch {
    // ethers throws for a signature that is on no curve point: no sender.
    return null;
  }
}
