import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import { unpackCalls } from "~/domain/transactions/unpack/unpack-calls";
import type { MinedBlock, RpcRequest } from "../blocks/types";
import { RpcError } from "../listener/rpc-errors";

/** The transaction type of EIP-7702. */
const DELEGATING = "0x4";

/** What changed, and who else may have been called to change it. */
export interface CodeChange {
  kind: "implementation" | "delegation";
  /** The watched address. */
  address: string;
  before: string | null;
  after: string | null;
  /** The beacon and the controllers, lower case. */
  related: ReadonlySet<string>;
}

/**
 * The transaction of a block that changed the code behind an address: one that made it log something (an upgrade
 * does), the only one that delegates accounts (EIP-7702), or one that calls the address or whoever controls it. Null
 * when none stands out.
 */
export async function attributeChange(
  request: RpcRequest,
  block: MinedBlock,
  change: CodeChange,
): Promise<RpcTransaction | null> {
  const logged = await loggingTransaction(request, block, change);
  if (logged) return logged;
  if (change.kind === "delegation") {
    const delegating = block.transactions.filter(({ type }) => type === DELEGATING);
    const own = delegating.find(({ from }) => from?.toLowerCase() === change.address);
    return own ?? (delegating.length === 1 ? (delegating[0] ?? null) : null);
  }
  const touches = ({ to }: { to: string }) => to === change.address || change.related.has(to);
  return block.transactions.find((transaction) => unpackCalls(transaction).calls.some(touches)) ?? null;
}

async function loggingTransaction(
  request: RpcRequest,
  block: MinedBlock,
  { address, related }: CodeChange,
): Promise<RpcTransaction | null> {
  try {
    const filter = { blockHash: block.hash, address: [address, ...related] };
    const logs = await request<unknown>("eth_getLogs", [filter]);
    const hashes = new Set((Array.isArray(logs) ? logs : []).map((log) => String(log?.transactionHash).toLowerCase()));
    return block.transactions.find(({ hash }) => hashes.has(hash)) ?? null;
  } catch (error) {
    if (error instanceof RpcError) return null; // Not every node keeps logs of the newest block at once.
    throw error;
  }
}
