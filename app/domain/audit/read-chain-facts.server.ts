import type pg from "pg";

import type { ChainPlace } from "./chain-checker.server";
import type { JudgedCheckpoint } from "./checkpoint-judge.server";
import type { CheckpointSigner } from "./checkpoint-signer.server";

type Queryable = Pick<pg.PoolClient, "query">;

/** The newest entry's place, and the random start of the chain. */
export interface ChainHead extends ChainPlace {
  genesis: string;
}

/** The head; null when its row is gone. */
export async function readHead(db: Queryable): Promise<ChainHead | null> {
  const { rows } = await (db as pg.PoolClient).query<{ seq: string; hash: string; genesis: string }>(
    "SELECT seq::text, hash, genesis FROM audit_head WHERE id = 1",
  );
  const [head] = rows;
  return head === undefined ? null : { ...head, seq: Number(head.seq) };
}

interface Stored {
  kind: string;
  seq: string;
  hash: string;
  keyId: string;
  signature: string;
  createdAt: Date;
}

const COLUMNS = `kind, seq::text, hash, key_id AS "keyId", signature, created_at AS "createdAt"`;

/** The checkpoints of a part of the chain, as they claim to be signed. */
export async function readCheckpoints(
  db: Queryable,
  { from, to = Number.MAX_SAFE_INTEGER }: { from: number; to?: number },
  genesis: string,
): Promise<JudgedCheckpoint[]> {
  const sql = `SELECT ${COLUMNS} FROM audit_checkpoints WHERE seq BETWEEN $1 AND $2 ORDER BY audit_checkpoints.seq, created_at`;
  const { rows } = await (db as pg.PoolClient).query<Stored>(sql, [from, to]);
  return rows.map((row) => toCheckpoint(row, genesis));
}

/** The newest rightly signed statement that entries were removed; null when none were. */
export async function findRetention(
  db: Queryable,
  signer: CheckpointSigner,
  genesis: string,
): Promise<JudgedCheckpoint | null> {
  const sql = `SELECT ${COLUMNS} FROM audit_checkpoints WHERE kind = 'retention' ORDER BY audit_checkpoints.seq DESC, created_at DESC`;
  const { rows } = await (db as pg.PoolClient).query<Stored>(sql);
  const all = rows.map((row) => toCheckpoint(row, genesis));
  return all.find((one) => signer.verify(one, one) === true) ?? null;
}

function toCheckpoint({ kind, seq, hash, createdAt, ...signed }: Stored, genesis: string): JudgedCheckpoint {
  return {
    kind: kind === "retention" ? kind : "checkpoint",
    seq: Number(seq),
    hash,
    genesis,
    createdAt: createdAt.toISOString(),
    ...signed,
    source: "database",
  };
}
