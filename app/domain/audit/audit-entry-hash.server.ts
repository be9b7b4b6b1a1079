import { createHash } from "node:crypto";

/** An entry as PostgreSQL writes its columns as text: what its hash is made of. */
export interface ChainedRow {
  /** Null, like both hashes, only in a row that came in past the chain's trigger. */
  seq: string | null;
  id: string;
  /** `created_at`, Unix time in ms. */
  createdAtMs: string;
  actorId: string | null;
  action: string;
  resourceType: string | null;
  resourceId: string | null;
  /** The JSON as PostgreSQL writes it: keys in its order, a blank after each colon and comma. */
  metadata: string;
  ip: string | null;
  requestId: string | null;
  prevHash: string | null;
  hash: string | null;
}

/**
 * An entry's hash: SHA-256, hexadecimal, over lines joined by a line feed: the version `sentinel-audit-v1`, the hash of
 * the entry before, and each field as `<bytes of UTF-8>:<text>` or `-` for null. The database's `audit_entry_hash`
 * computes the same when an entry is written; here it is computed again by whoever doubts the database.
 *
 * @param previous the hash of the entry before.
 */
export function auditEntryHash(previous: string, row: ChainedRow): string {
  const { seq, id, createdAtMs, actorId, action, resourceType, resourceId, metadata, ip, requestId } = row;
  const fields = [seq, id, createdAtMs, actorId, action, resourceType, resourceId, metadata, ip, requestId];
  const lines = ["sentinel-audit-v1", previous, ...fields.map(field)];
  return createHash("sha256").update(lines.join("\n"), "utf8").digest("hex");
}

function field(text: string | null): string {
  return text === null ? "-" : `${Buffer.byteLength(text)}:${text}`;
}

/** The hash that stands before entry 1. `genesis` is the random start of this installation's chain. */
export function genesisHash(genesis: string): string {
  return createHash("sha256").update(`sentinel-audit-v1:${genesis}`).digest("hex");
}
