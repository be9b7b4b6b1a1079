import type { MatchedCall } from "~/domain/rules/rule-match";
import type { RuleThreshold } from "~/domain/rules/rule-threshold";
import { findDangerSignature } from "~/domain/signatures/danger-signatures";
import { decodeCall, selectorOf } from "~/domain/transactions/decode-call";
import { decodeLog } from "~/domain/transactions/decode-log";
import type { EventLog } from "~/domain/transactions/event-log";
import { fitsItsHash } from "~/domain/transactions/fits-its-hash";
import { intentOf } from "~/domain/transactions/intent";
import { isQuantity } from "~/domain/transactions/is-quantity";
import type { ResolvedFunction } from "~/domain/transactions/resolved-function";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { SimulatedOutcome } from "~/domain/transactions/simulated-outcome";
import { explainMatch } from "../matcher/explain-match";
import { describeFound } from "./describe-found";
import type { Detection, FoundMatch } from "./found-match";

/** Calldata kept with an alert; decoding happened on the whole. */
export const MAX_INPUT_CHARACTERS = 2 + 2 * 64 * 1024;
/** The same for a log's data. */
const MAX_DATA_CHARACTERS = 2 + 2 * 16 * 1024;
/** What a `bigint` of PostgreSQL holds; EIP-2681 allows twice that, which no account will ever reach. */
const MAX_NONCE = 2n ** 63n - 1n;

/** An alert ready to be written. JSON-safe but for its bigints. */
export interface AlertDraft {
  id: string;
  ruleId: string;
  watchlistId: string | null;
  networkId: string;
  /** The lease under which it was found; null: written whoever holds it now (see `docs/decisions/0010`). */
  leaseToken: bigint | null;
  severity: string;
  title: string;
  description: string;
  txHash: string;
  from: string;
  to: string | null;
  nonce: bigint;
  /** Wei. */
  value: bigint;
  input: string;
  call: unknown;
  explanation: unknown;
  firstSeen: readonly { endpointId: string; atMs: number }[];
  detectedAtMs: number;
  detection: Detection;
  /** With `from` and `selector`: of which kind it is. */
  target: string | null;
  /** A call's selector; of an event its first topic. */
  selector: string | null;
  /** Further calls of it that the rule matches, of functions of the built-in table: of which kinds it is too. */
  others: readonly MatchedCall[];
  /** The call or event has a name: it is none that somebody made up. */
  isNamed: boolean;
  callPath: unknown | null;
  event: unknown | null;
  uncertain: string | null;
  outcome: SimulatedOutcome | null;
  mined: { status: "confirmed" | "failed"; blockNumber: bigint; blockHash: string; blockAtMs: number } | null;
  cooldownSeconds: number;
  threshold: RuleThreshold | null;
  /** What it is counted under while the threshold isn't reached; null without one. */
  groupKey: string | null;
  occurrences: number;
  senders: number;
  /** The alert whose page covers it, when that is known already. */
  coverId: string | null;
  /** It pages although it is covered: the first of its kind. */
  pages: boolean;
  /** It has been through the noise control and only waits to be written. */
  isDecided: boolean;
  /** Its content does not fit its hash: what another endpoint shows under that hash is wanted as well. */
  isDoubtful: boolean;
  /** How much memory it takes and how much it adds to a statement, roughly, in characters. */
  characters: number;
}

/**
 * Decodes and describes a match. Whatever comes out of it, the database takes.
 *
 * @returns null when the sender can be neither read nor recovered: there is no intent to tell it by, and no node would
 *   relay such a transaction.
 * @throws TypeError when a field is not what JSON-RPC says: a node may announce anything.
 */
export function draftAlert(id: string, found: FoundMatch): AlertDraft | null {
  const { match, transaction, outcome, mined } = found;
  requireReadable(transaction);
  const intent = intentOf(transaction);
  if (intent === null) return null;
  if (intent.nonce > MAX_NONCE) throw new TypeError("its nonce is beyond any account's");
  const { rule, log } = match;
  const input = match.call?.input ?? transaction.input;
  const call = decodeCall(input, functionsOf(match, input));
  const event = log === null ? null : decodeLog(log, match.event === null ? [] : [match.event]);
  const isDoubtful = isInDoubt(transaction);
  const { title, description } = describeFound(found, { call, event, from: intent.sender, isDoubtful });
  const target = (
    log?.address ??
    (rule.trigger === "call" ? match.call?.to : match.address) ??
    match.address
  )?.toLowerCase();
  return {
    id,
    ruleId: rule.id,
    watchlistId: rule.watchlistId ?? (match.address && rule.contracts.get(match.address)?.id) ?? null,
    networkId: found.networkId,
    leaseToken: found.leaseToken,
    severity: rule.severity,
    title,
    description,
    txHash: transaction.hash.toLowerCase(),
    from: intent.sender,
    to: transaction.to?.toLowerCase() ?? null,
    nonce: intent.nonce,
    value: BigInt(transaction.value),
    input: transaction.input.slice(0, MAX_INPUT_CHARACTERS).toLowerCase(),
    call,
    explanation: explainMatch(match, transaction, { mined, outcome: outcome?.kind ?? null }),
    firstSeen: found.firstSeen,
    detectedAtMs: Math.round(found.seenAtMs),
    detection: found.detection,
    target: target ?? null,
    selector: event === null ? selectorOf(input) : event.topic0,
    others: match.others ?? [],
    isNamed: (event ?? call).name !== null,
    callPath: callPathOf(found),
    event: log === null ? null : { ...event, ...keptOf(log) },
    uncertain: match.uncertain,
    outcome,
    mined: minedOf(found),
    cooldownSeconds: rule.cooldownSeconds,
    threshold: rule.threshold,
    groupKey: rule.threshold === null ? null : groupKeyOf(rule.threshold.groupBy, intent.sender, target ?? ""),
    occurrences: 1,
    senders: 1,
    coverId: null,
    pages: false,
    isDecided: false,
    isDoubtful,
    characters: transaction.input.length + JSON.stringify(call).length + (log?.data.length ?? 0),
  };
}

/** A rule of any call names no function: the built-in table then tells what is called. */
function functionsOf({ rule, functions }: FoundMatch["match"], input: string): readonly ResolvedFunction[] {
  if (functions.length > 0 || rule.trigger !== "call") return functions;
  const known = findDangerSignature(selectorOf(input));
  return known === undefined ? [] : [known];
}

const doubts = new WeakMap<RpcTransaction, boolean>();

/** Asked once of a transaction, however many rules it matches: hashing large calldata takes milliseconds. */
function isInDoubt(transaction: RpcTransaction): boolean {
  const known = doubts.get(transaction);
  if (known !== undefined) return known;
  const isDoubtful = fitsItsHash(transaction) === false;
  doubts.set(transaction, isDoubtful);
  return isDoubtful;
}

function groupKeyOf(groupBy: RuleThreshold["groupBy"], sender: string, target: string): string {
  if (groupBy === "rule") return "";
  return groupBy === "sender" ? sender : target;
}

function callPathOf({ match: { call, log, more, truncated } }: FoundMatch) {
  if (log !== null || call === null)
    return more > 0 || truncated !== null ? { depth: 0, path: [], more, truncated } : null;
  const { depth, caller, kind, path } = call;
  return { depth, caller, kind, path, more, truncated };
}

function keptOf({ logIndex, topics, data }: EventLog) {
  return { logIndex, topics, data: data.slice(0, MAX_DATA_CHARACTERS) };
}

function minedOf({ mined }: FoundMatch): AlertDraft["mined"] {
  if (mined === null) return null;
  const { blockNumber, blockHash, blockAtMs, status } = mined;
  return { status: status === "Failure" ? "failed" : "confirmed", blockNumber, blockHash, blockAtMs };
}

function requireReadable({ hash, input, nonce, value }: RpcTransaction): void {
  if (!/^0x[0-9a-f]{64}$/i.test(hash)) throw new TypeError("its hash is not 32 bytes of hex");
  if (!/^0x[0-9a-f]*$/i.test(input)) throw new TypeError("its calldata is not hex");
  if (!isQuantity(nonce)) throw new TypeError("its nonce is no quantity");
  if (!isQuantity(value)) throw new TypeError("its value is no quantity");
}
