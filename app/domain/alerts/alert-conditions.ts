import { AppError } from "~/domain/errors";
import { likeText } from "~/domain/like-text";
import { Id } from "~/domain/shared-schemas";
import { normalizeAddress } from "~/domain/transactions/address";
import type { AlertStatus } from "./alert";
import type { AlertFilter } from "./alert-filter";

/** What a filter asks for as a condition of SQL on `alerts`, with the values of its `$1`, `$2`… */
export interface AlertConditions {
  text: string;
  values: unknown[];
  /** It looks for words, and so through every alert: no index helps. */
  isSlow: boolean;
}

/** Takes a value and gives its place in the statement. */
type Bind = (value: unknown) => string;

/**
 * The condition of a filter, whose network comes by its id. Values go beside the text, never into it.
 *
 * @throws AppError `invalid_input` at `?address`.
 */
export function alertConditions(
  filter: Omit<AlertFilter, "network"> & { networkId?: string | undefined },
): AlertConditions {
  const values: unknown[] = [];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const { watchlistId, ruleId, networkId, severity, status, txStatus, from, to, address } = filter;
  const q = filter.q?.trim() ?? "";
  const parts = [
    watchlistId === undefined ? null : `alerts.watchlist_id = ${bind(watchlistId)}::uuid`,
    ruleId === undefined ? null : `alerts.rule_id = ${bind(ruleId)}::uuid`,
    networkId === undefined ? null : `alerts.network_id = ${bind(networkId)}::uuid`,
    severity === undefined ? null : oneOf("alerts.severity", '"Severity"', severity, bind),
    status === undefined ? null : `(${[...new Set(status)].map((each) => `(${ofStatus(each)})`).join(" OR ")})`,
    txStatus === undefined ? null : oneOf("alerts.tx_status", '"TxStatus"', txStatus, bind),
    from === undefined ? null : `alerts.detected_at >= ${bind(from)}`,
    to === undefined ? null : `alerts.detected_at <= ${bind(to)}`,
    q === "" ? null : ofText(q, bind),
    address === undefined ? null : ofAddress(known(address), bind),
  ].filter((part) => part !== null);
  return { text: parts.length === 0 ? "true" : parts.join(" AND "), values, isSlow: q !== "" && isWords(q) };
}

/** Equality where it can be: an index in the feed's order then serves it. */
function oneOf(column: string, type: string, wanted: readonly string[], bind: Bind): string {
  const [first, ...more] = new Set(wanted);
  if (first === undefined) return "false";
  return more.length === 0
    ? `${column} = ${bind(first)}::${type}`
    : `${column} = ANY (${bind([first, ...more])}::${type}[])`;
}

/** The documented status: acknowledged wins, failed counts as confirmed, replaced as dropped. */
function ofStatus(status: AlertStatus): string {
  if (status === "acknowledged") return "alerts.acknowledged_at IS NOT NULL";
  const held = { pending: "'pending'", confirmed: "'confirmed', 'failed'", dropped: "'dropped', 'replaced'" }[status];
  return `alerts.acknowledged_at IS NULL AND alerts.tx_status IN (${held})`;
}

const HASH = /^0x[0-9a-f]{64}$/i;
const ADDRESS = /^0x[0-9a-f]{40}$/i;
const isWords = (text: string) => !HASH.test(text) && !ADDRESS.test(text) && !Id.safeParse(text.toLowerCase()).success;

/** What is a hash, an address or an id is looked up by its index; words have to be looked for in every alert. */
function ofText(text: string, bind: Bind): string {
  const lower = text.toLowerCase();
  if (HASH.test(text)) {
    const hash = bind(lower);
    // What is not empty alone is in the index.
    const earlier = `(alerts.earlier_hashes @> ARRAY[${hash}] AND alerts.earlier_hashes <> '{}')`;
    return `(alerts.tx_hash = ${hash} OR alerts.replaced_by_hash = ${hash} OR ${earlier})`;
  }
  if (ADDRESS.test(text)) return ofAddress(lower, bind);
  if (!isWords(text)) {
    const id = `${bind(lower)}::uuid`;
    return `(alerts.id = ${id} OR alerts.rule_id = ${id} OR alerts.watchlist_id = ${id})`;
  }
  const words = bind(`%${likeText(text)}%`);
  const hash = bind(`${likeText(lower)}%`);
  return `(alerts.title ILIKE ${words} OR alerts.description ILIKE ${words} OR alerts.tx_hash LIKE ${hash})`;
}

function ofAddress(address: string, bind: Bind): string {
  const bound = bind(address);
  return `(alerts.from_address = ${bound} OR alerts.to_address = ${bound})`;
}

function known(text: string): string {
  const address = normalizeAddress(text);
  if (address.ok) return address.address;
  throw new AppError("invalid_input", address.detail, {
    errors: [{ pointer: "?address", detail: address.detail, code: address.code }],
  });
}
