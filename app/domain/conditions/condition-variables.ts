import type { ConditionSubject } from "./condition-subject";
import { type ConditionType, uintType } from "./condition-type";
import { type ConditionResult, type ConditionValue, Unknown } from "./condition-value";
import type { ResolvedName } from "./typed-node";

/** A built-in name: what it is, and where it can be used. */
export interface ConditionVariable extends ResolvedName {
  /** Known only once the transaction is in a block. */
  isMined?: true;
  /** Known for events only. */
  isOfEvent?: true;
}

type Read = (subject: ConditionSubject) => ConditionResult;

const UINT256 = uintType(256);
const UINT64 = uintType(64);
const ADDRESS: ConditionType = { kind: "address" };
const BYTES: ConditionType = { kind: "bytes", size: null };
const BYTES32: ConditionType = { kind: "bytes", size: 32 };
const BOOL: ConditionType = { kind: "bool" };
const TEXT: ConditionType = { kind: "text" };
const STATUS: ConditionType = { kind: "text", values: ["Success", "Failure"] };
const OUTCOME: ConditionType = {
  kind: "text",
  values: ["would_succeed", "would_revert", "queued", "unfunded", "unknown"],
};

const CREATION = new Unknown("the transaction creates a contract and calls none");
const NO_SENDER = new Unknown("the node did not say who sends the transaction");
const NO_CALLER = new Unknown("who makes this call is not known");
const NO_FEE = new Unknown("the node did not give the transaction's fee");
const NO_CHAIN = new Unknown("the transaction names no chain");
const NO_RECEIPT = new Unknown("no receipt was read for the transaction");
const NOT_MINED = new Unknown("the transaction is not in a block yet");
const NO_ENTRY = new Unknown("no watched contract belongs to the match");
const NO_OUTCOME = new Unknown("the transaction has not been simulated yet");
const NO_LOG = new Unknown("the match is not an event");
const BAD_QUANTITY = new Unknown("the node's number is malformed");

function field(type: ConditionType, read: Read): ConditionVariable {
  return { type, source: { kind: "field", read } };
}

function mined(type: ConditionType, read: (facts: NonNullable<ConditionSubject["mined"]>) => ConditionValue | null) {
  const source = (subject: ConditionSubject) =>
    subject.mined === null ? NOT_MINED : (read(subject.mined) ?? NO_RECEIPT);
  return { ...field(type, source), isMined: true as const };
}

function quantity(hex: string | null | undefined, absent: Unknown): ConditionResult {
  if (hex === null || hex === undefined) return absent;
  try {
    return BigInt(hex);
  } catch {
    return BAD_QUANTITY;
  }
}

const lower = (text: string | null | undefined, absent: Unknown) => (text ? text.toLowerCase() : absent);

/** The first four bytes; of a shorter one all that is there, so that a plain transfer has the empty selector. */
export const selectorOf = (input: string) => input.slice(0, 10).toLowerCase();

/** The transaction's own facts, as `tx.<name>` and by their bare names. */
export const TRANSACTION_VARIABLES: ReadonlyMap<string, ConditionVariable> = new Map<string, ConditionVariable>([
  ["value", field(UINT256, ({ transaction }) => quantity(transaction.value, BAD_QUANTITY))],
  ["from", field(ADDRESS, ({ transaction }) => lower(transaction.from, NO_SENDER))],
  ["to", field(ADDRESS, ({ transaction }) => lower(transaction.to, CREATION))],
  ["hash", field(BYTES32, ({ transaction }) => transaction.hash.toLowerCase())],
  ["nonce", field(UINT64, ({ transaction }) => quantity(transaction.nonce, BAD_QUANTITY))],
  ["input", field(BYTES, ({ transaction }) => transaction.input.toLowerCase())],
  ["selector", field({ kind: "bytes", size: 4 }, ({ transaction }) => selectorOf(transaction.input))],
  ["gas_limit", field(UINT64, ({ transaction }) => quantity(transaction.gas, BAD_QUANTITY))],
  ["gas_price", field(UINT256, ({ transaction: tx }) => quantity(tx.gasPrice ?? tx.maxFeePerGas, NO_FEE))],
  // A transaction of before EIP-1559 counts as one whose both fees are its gas price (EIP-1559, "Specification").
  ["max_fee_per_gas", field(UINT256, ({ transaction: tx }) => quantity(tx.maxFeePerGas ?? tx.gasPrice, NO_FEE))],
  [
    "max_priority_fee_per_gas",
    field(UINT256, ({ transaction: tx }) => quantity(tx.maxPriorityFeePerGas ?? tx.gasPrice, NO_FEE)),
  ],
  ["type", field(uintType(8), ({ transaction }) => quantity(transaction.type ?? "0x0", BAD_QUANTITY))],
  ["chain_id", field(UINT64, ({ transaction }) => quantity(transaction.chainId, NO_CHAIN))],
  ["is_contract_creation", field(BOOL, ({ transaction }) => transaction.to === null)],
  ["status", mined(STATUS, ({ status }) => status)],
  ["gas_used", mined(UINT64, ({ gasUsed }) => gasUsed)],
  ["effective_gas_price", mined(UINT256, ({ effectiveGasPrice }) => effectiveGasPrice)],
  ["block_number", mined(UINT64, ({ blockNumber }) => blockNumber)],
  ["block_timestamp", mined(UINT64, ({ blockAtMs }) => BigInt(Math.floor(blockAtMs / 1000)))],
  ["transaction_index", mined(UINT64, ({ transactionIndex }) => BigInt(transactionIndex))],
]);

/** What belongs to the matched call or event. Those that a transaction has too come before its own. */
export const MATCH_VARIABLES: ReadonlyMap<string, ConditionVariable> = new Map<string, ConditionVariable>([
  ["value", field(UINT256, ({ call, transaction }) => (call ? call.value : quantity(transaction.value, BAD_QUANTITY)))],
  ["to", field(ADDRESS, ({ call }) => lower(call?.to, CREATION))],
  ["input", field(BYTES, ({ call, transaction }) => (call ?? transaction).input.toLowerCase())],
  ["selector", field({ kind: "bytes", size: 4 }, ({ call, transaction }) => selectorOf((call ?? transaction).input))],
  ["caller", field(ADDRESS, ({ call, transaction }) => lower(call ? call.caller : transaction.from, NO_CALLER))],
  ["depth", field(uintType(8), ({ call }) => BigInt(call?.depth ?? 0))],
  ["path", field(TEXT, ({ call }) => (call?.path ?? []).map((step) => step.name).join(" > "))],
  ["network", field(TEXT, ({ network }) => network)],
  ["outcome", { ...field(OUTCOME, ({ outcome }) => outcome ?? NO_OUTCOME), isOutcome: true }],
  ["log_index", { ...field(UINT64, ({ log }) => (log ? BigInt(log.logIndex) : NO_LOG)), isOfEvent: true }],
  ["topic0", { ...field(BYTES32, ({ log }) => lower(log?.topics[0], NO_LOG)), isOfEvent: true }],
  ["emitter", { ...field(ADDRESS, ({ log }) => lower(log?.address, NO_LOG)), isOfEvent: true }],
]);

/** The watchlist entry that the match belongs to, as `contract.<name>`. */
export const CONTRACT_VARIABLES: ReadonlyMap<string, ConditionVariable> = new Map<string, ConditionVariable>([
  ["name", field(TEXT, ({ contract }) => contract?.name ?? NO_ENTRY)],
  ["tags", field({ kind: "array", item: TEXT, length: null }, ({ contract }) => contract?.tags ?? NO_ENTRY)],
]);
