import { describeCall } from "~/domain/signatures/describe-call";
import { decodeCall } from "~/domain/transactions/decode-call";
import { fitsItsHash } from "~/domain/transactions/fits-its-hash";
import { intentOf } from "~/domain/transactions/intent";
import { isQuantity } from "~/domain/transactions/is-quantity";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import { explainMatch } from "../matcher/explain-match";
import type { MatchedRule } from "../matcher/rule-index";

/** Calldata kept with an alert; decoding happened on the whole. */
export const MAX_INPUT_CHARACTERS = 2 + 2 * 64 * 1024;
/** What a `bigint` of PostgreSQL holds; EIP-2681 allows twice that, which no account will ever reach. */
const MAX_NONCE = 2n ** 63n - 1n;

/** Said, and not refused: a chain with rules of its own must not lose its alerts to the check. */
const DOUBTFUL =
  "Careful: its content does not fit its hash. The endpoint that announced it is mistaken or lies; look the hash up elsewhere.";

/** A match as the hot path hands it over: nothing is decoded yet. */
export interface Match {
  networkId: string;
  match: MatchedRule;
  transaction: RpcTransaction;
  /** When the frame arrived, ms since the epoch. */
  seenAtMs: number;
  endpointId: string;
}

/** An alert ready to be written. */
export interface AlertDraft {
  id: string;
  ruleId: string;
  watchlistId: string | null;
  networkId: string;
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
  firstSeen: { endpointId: string; atMs: number }[];
  detectedAtMs: number;
  cooldownSeconds: number;
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
export function draftAlert(
  id: string,
  { networkId, match, transaction, seenAtMs, endpointId }: Match,
): AlertDraft | null {
  requireReadable(transaction);
  const intent = intentOf(transaction);
  if (intent === null) return null;
  if (intent.nonce > MAX_NONCE) throw new TypeError("its nonce is beyond any account's");
  const { rule } = match;
  const to = transaction.to?.toLowerCase() ?? null;
  const call = decodeCall(transaction.input, match.functions);
  const name = (to === null ? undefined : rule.addressNames?.[to]) ?? rule.contractName;
  const value = BigInt(transaction.value);
  const isDoubtful = fitsItsHash(transaction) === false;
  const { title, description } = describeCall({
    call,
    contract: { name, address: to ?? "" },
    from: intent.sender,
    value,
  });
  return {
    id,
    ruleId: rule.id,
    watchlistId: rule.watchlistId,
    networkId,
    severity: rule.severity,
    title,
    description: isDoubtful ? `${DOUBTFUL} ${description}` : description,
    txHash: transaction.hash.toLowerCase(),
    from: intent.sender,
    to,
    nonce: intent.nonce,
    value,
    input: transaction.input.slice(0, MAX_INPUT_CHARACTERS).toLowerCase(),
    call,
    explanation: explainMatch(match, transaction),
    firstSeen: [{ endpointId, atMs: seenAtMs }],
    detectedAtMs: seenAtMs,
    cooldownSeconds: rule.cooldownSeconds,
    isDoubtful,
    characters: transaction.input.length + JSON.stringify(call).length,
  };
}

function requireReadable({ hash, input, nonce, value }: RpcTransaction): void {
  if (!/^0x[0-9a-f]{64}$/i.test(hash)) throw new TypeError("its hash is not 32 bytes of hex");
  if (!/^0x[0-9a-f]*$/i.test(input)) throw new TypeError("its calldata is not hex");
  if (!isQuantity(nonce)) throw new TypeError("its nonce is no quantity");
  if (!isQuantity(value)) throw new TypeError("its value is no quantity");
}
