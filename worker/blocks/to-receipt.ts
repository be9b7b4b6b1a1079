import type { EventLog } from "~/domain/transactions/event-log";

import type { Receipt } from "./types";

const HASH = /^0x[0-9a-f]{64}$/i;
const ADDRESS = /^0x[0-9a-f]{40}$/i;
const BYTES = /^0x(?:[0-9a-f]{2})*$/i;
/** The EVM has LOG0 to LOG4. */
const MAX_TOPICS = 4;

/** What a node sent as a transaction's receipt; null when it isn't one. Logs that can't be read are left out. */
export function toReceipt(value: unknown): Receipt | null {
  if (typeof value !== "object" || value === null) return null;
  const { transactionHash, blockHash, blockNumber, status, gasUsed, effectiveGasPrice, logs } = value as Record<
    string,
    unknown
  >;
  const number = toQuantity(blockNumber);
  if (!isText(transactionHash, HASH) || !isText(blockHash, HASH) || number === null) return null;
  const succeeded = toQuantity(status);
  return {
    transactionHash: transactionHash.toLowerCase(),
    blockHash: blockHash.toLowerCase(),
    blockNumber: number,
    status: succeeded === null ? null : succeeded === 0n ? "Failure" : "Success",
    gasUsed: toQuantity(gasUsed),
    effectiveGasPrice: toQuantity(effectiveGasPrice),
    logs: Array.isArray(logs) ? logs.flatMap((log: unknown) => toLog(log) ?? []) : [],
  };
}

function toLog(value: unknown): EventLog | null {
  if (typeof value !== "object" || value === null) return null;
  const { address, topics, data, logIndex } = value as Record<string, unknown>;
  if (!isText(address, ADDRESS) || !Array.isArray(topics) || topics.length > MAX_TOPICS) return null;
  const words: string[] = [];
  for (const topic of topics as unknown[]) {
    if (!isText(topic, HASH)) return null;
    words.push(topic.toLowerCase());
  }
  // A log without data is `0x`; some nodes leave it out.
  const bytes = data === undefined || data === null ? "0x" : data;
  if (!isText(bytes, BYTES)) return null;
  return {
    address: address.toLowerCase(),
    topics: words,
    data: bytes.toLowerCase(),
    logIndex: Number(toQuantity(logIndex) ?? 0n),
  };
}

function isText(value: unknown, shape: RegExp): value is string {
  return typeof value === "string" && shape.test(value);
}

/** Up to 2^128: beyond it is no gas, price or number of any chain. */
function toQuantity(value: unknown): bigint | null {
  return typeof value === "string" && /^0x[0-9a-f]{1,32}$/i.test(value) ? BigInt(value) : null;
}
