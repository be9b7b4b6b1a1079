import { RpcError } from "./rpc-errors";

/**
 * Every form in which nodes offer pending transactions, fullest first: geth, reth, nethermind and newer erigon take
 * `true`; besu and older nethermind an object; older erigon has a subscription of its own; the rest give hashes.
 */
const FORMS: readonly unknown[][] = [
  ["newPendingTransactions", true],
  ["newPendingTransactions", { includeTransactions: true }],
  ["newPendingTransactionsWithBody"],
  ["newPendingTransactions"],
];

/**
 * Subscribes to pending transactions in the fullest form that the node accepts, and gives the subscription's id;
 * null when it refuses them all. What really arrives is told only by the first message: old geth takes `true` and
 * sends hashes, and hardhat does the same with the object. Throws `TransportError`.
 */
export async function subscribePending(
  request: (method: string, params: unknown[]) => Promise<unknown>,
): Promise<string | null> {
  for (const form of FORMS) {
    try {
      const id = await request("eth_subscribe", form);
      if (typeof id === "string" || typeof id === "number") return String(id);
    } catch (error) {
      // Nodes disagree on the code for what they don't know: -32601, -32602, -32001, -32004, -32000.
      if (!(error instanceof RpcError)) throw error;
    }
  }
  return null;
}
