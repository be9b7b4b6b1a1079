import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { FaultNode } from "../fault-node";

/** A block as the scripted chain keeps it: as `eth_getBlockByHash` gives it, and the receipts of its transactions. */
export interface ScriptedBlock {
  number: number;
  hash: string;
  parentHash: string;
  block: Record<string, unknown>;
  receipts: Record<string, unknown>[];
}

/** A chain in memory that a fault node serves. */
export interface ScriptedChain {
  /** Mines on top of the tip, or of `parent` (another branch), and makes it the chain's end. */
  mine(
    transactions?: unknown[],
    options?: { parent?: ScriptedBlock; receipts?: Record<string, unknown>[] },
  ): ScriptedBlock;
  /** Adds a block as it is. */
  add(block: ScriptedBlock): ScriptedBlock;
  at(number: number): ScriptedBlock;
  tip(): ScriptedBlock;
  /** Announces a block's header to every subscription. */
  announce(block: ScriptedBlock): void;
}

const hex = (value: number) => `0x${value.toString(16)}`;

/** Serves blocks 0 to `blocks`, all empty, and what is mined later. Announces nothing by itself. */
export function serveChain(node: FaultNode, { blocks = 0 }: { blocks?: number } = {}): ScriptedChain {
  const known = new Map<string, ScriptedBlock>();
  const canonical: ScriptedBlock[] = [];
  let made = 0;

  const add = (block: ScriptedBlock): ScriptedBlock => {
    known.set(block.hash, block);
    canonical.length = Math.min(canonical.length, block.number);
    canonical[block.number] = block;
    for (let parent = known.get(block.parentHash); parent; parent = known.get(parent.parentHash)) {
      if (canonical[parent.number] === parent) break;
      canonical[parent.number] = parent;
    }
    return block;
  };
  const tip = () => canonical.at(-1) ?? genesis;
  const mine: ScriptedChain["mine"] = (transactions = [], { parent = tip(), receipts } = {}) => {
    const number = parent.number + 1;
    return add(scripted(number, hashOf(number, ++made), parent.hash, transactions, receipts));
  };
  const genesis = add(scripted(0, hashOf(0, 0), `0x${"0".repeat(64)}`, []));
  for (let i = 0; i < blocks; i++) mine();

  const byNumber = (param: unknown) => (param === "latest" ? tip() : canonical[Number(param)]);
  node.answer("eth_getBlockByHash", ([hash]) => known.get(String(hash))?.block ?? null);
  node.answer("eth_getBlockByNumber", ([number]) => byNumber(number)?.block ?? null);
  node.answer("eth_blockNumber", () => hex(tip().number));
  node.answer("eth_getBlockReceipts", ([hash]) => known.get(String(hash))?.receipts ?? null);
  node.answer("eth_getTransactionReceipt", ([hash]) => {
    for (const block of canonical.toReversed()) {
      const receipt = block?.receipts.find(({ transactionHash }) => transactionHash === hash);
      if (receipt) return receipt;
    }
    return null;
  });
  return {
    mine,
    add,
    tip,
    at: (number) => {
      const block = canonical[number];
      if (!block) throw new Error(`the scripted chain has no block ${number}`);
      return block;
    },
    announce: ({ number, hash, parentHash }) => node.head({ number, hash, parentHash }),
  };
}

function hashOf(number: number, made: number): string {
  return `0x${made.toString(16).padStart(8, "0")}${number.toString(16).padStart(56, "b")}`;
}

function scripted(
  number: number,
  hash: string,
  parentHash: string,
  transactions: unknown[],
  receipts = transactions.flatMap((one) => (isTransaction(one) ? [receiptOf(one, { number, hash })] : [])),
): ScriptedBlock {
  const timestamp = hex(1_700_000_000 + number);
  return {
    number,
    hash,
    parentHash,
    receipts,
    block: { number: hex(number), hash, parentHash, timestamp, transactions },
  };
}

function isTransaction(value: unknown): value is RpcTransaction {
  return typeof value === "object" && value !== null && "hash" in value && "input" in value;
}

/** A successful receipt without logs. */
export function receiptOf(
  { hash: transactionHash }: { hash: string },
  { number, hash: blockHash }: { number: number; hash: string },
  fields: Record<string, unknown> = {},
): Record<string, unknown> {
  const block = { blockHash, blockNumber: hex(number) };
  return { transactionHash, ...block, status: "0x1", gasUsed: "0x5208", effectiveGasPrice: "0x1", logs: [], ...fields };
}
