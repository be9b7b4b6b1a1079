import type pg from "pg";

import type { Context } from "~/platform/context.server";
import { genesisHash } from "./audit-entry-hash.server";
import type { AuditDefect, AuditVerdict } from "./audit-verdict";
import { type ChainPlace, createChainChecker } from "./chain-checker.server";
import { CheckpointJudge, type JudgedCheckpoint } from "./checkpoint-judge.server";
import { createCheckpointSigner } from "./checkpoint-signer.server";
import { inSnapshot } from "./in-snapshot.server";
import { type ChainHead, findRetention, readCheckpoints, readHead } from "./read-chain-facts.server";
import { readChainedRows } from "./read-chained-rows.server";

const MAX_DEFECTS = 10;

/** What is scanned, and against what. */
export interface ScanOptions {
  /** A place that was verified before: only what follows is looked at. */
  after?: ChainPlace | undefined;
  /** Checkpoints that were kept outside the database. */
  anchors?: readonly JudgedCheckpoint[] | undefined;
}

/**
 * Verifies the audit log as it is at one moment: every entry's hash is computed again here, not by the database, and the
 * whole is held against its head, against the signed checkpoints and against anchors. Memory does not grow with the log;
 * 100,000 entries take about a second.
 *
 * What no look at the database can tell: entries that were cut off, or all written again, together with every checkpoint
 * since. Anchors tell.
 */
export async function scanAudit(
  ctx: Pick<Context, "sql" | "secrets">,
  { after, anchors = [] }: ScanOptions = {},
): Promise<AuditVerdict> {
  const signer = createCheckpointSigner(ctx.secrets);
  const checkedAt = new Date().toISOString();
  return inSnapshot(ctx.sql, async (db) => {
    const head = await readHead(db);
    if (head === null) return withoutHead(checkedAt);
    const retention = await findRetention(db, signer, head.genesis);
    const begin = retention ?? { seq: 0, hash: genesisHash(head.genesis) };
    const start = after !== undefined && after.seq > begin.seq ? after : begin;
    const judge = new CheckpointJudge(signer, head.genesis);

    const scan = await follow(db, { start, genesis: head.genesis, judge, anchors });
    const { defects: unsigned, beyond, last } = judge.end();
    const defects = [
      ...scan.defects,
      ...endDefects(scan.last, head, beyond),
      ...unsigned,
      ...(await unchained(db)),
    ].slice(0, MAX_DEFECTS);
    const [broken] = defects;
    return {
      ok: broken === undefined,
      checkedAt,
      checked: scan.checked,
      head: { seq: head.seq, hash: head.hash },
      lastCheckpoint: last === null ? null : { seq: last.seq, createdAt: last.createdAt },
      ...(broken === undefined ? {} : { broken }),
      defects,
    };
  });
}

interface Follow {
  start: ChainPlace;
  genesis: string;
  judge: CheckpointJudge;
  anchors: readonly JudgedCheckpoint[];
}

async function follow(db: pg.PoolClient, { start, genesis, judge, anchors }: Follow) {
  const checker = createChainChecker(start);
  const kept = new Map<number, JudgedCheckpoint[]>();
  const keep = (checkpoint: JudgedCheckpoint) =>
    kept.set(checkpoint.seq, [...(kept.get(checkpoint.seq) ?? []), checkpoint]);
  for (const anchor of anchors) if (anchor.seq >= start.seq) keep(anchor);
  const judgeAt = ({ seq, hash }: ChainPlace) => {
    for (const checkpoint of kept.get(seq) ?? []) judge.take(checkpoint, hash);
    kept.delete(seq);
  };

  const defects: AuditDefect[] = [];
  let checked = 0;
  for (const stored of await readCheckpoints(db, { from: start.seq, to: start.seq }, genesis)) keep(stored);
  judgeAt(start);
  for await (const rows of readChainedRows(db, { afterSeq: start.seq })) {
    const part = { from: checker.last().seq + 1, to: Number(rows.at(-1)?.seq) };
    for (const stored of await readCheckpoints(db, part, genesis)) keep(stored);
    for (const row of rows) {
      const found = checker.take(row);
      if (defects.length < MAX_DEFECTS) defects.push(...found);
      judgeAt({ seq: Number(row.seq), hash: row.hash ?? "" });
    }
    checked += rows.length;
  }
  const last = checker.last();
  for (const stored of await readCheckpoints(db, { from: last.seq + 1 }, genesis)) keep(stored);
  for (const checkpoint of [...kept.values()].flat()) if (checkpoint.seq > last.seq) judge.takeBeyond(checkpoint);
  return { last, checked, defects };
}

/** Whether the log ends where it has to. */
function endDefects(last: ChainPlace, head: ChainHead, beyond: JudgedCheckpoint | null): AuditDefect[] {
  const signed = beyond?.seq ?? 0;
  if (last.seq < Math.max(head.seq, signed)) {
    const witness = signed > head.seq ? `a checkpoint signed on ${beyond?.createdAt}` : "the head of the chain";
    const detail = `Everything from entry ${last.seq + 1} on was cut off: ${witness} knows entry ${Math.max(head.seq, signed)}.`;
    return [{ kind: "truncated", seq: last.seq + 1, detail }];
  }
  if (last.seq > head.seq) {
    const detail = `The log goes on to entry ${last.seq}, the head of the chain only to ${head.seq}: one of them was written again.`;
    return [{ kind: "rewritten", seq: head.seq + 1, detail }];
  }
  if (last.hash === head.hash) return [];
  const detail = `Entry ${last.seq} is another than the one that the head of the chain names.`;
  return [{ kind: "rewritten", seq: last.seq, detail }];
}

/** Rows without a number: the chain's trigger was off when they were written. */
async function unchained(db: pg.PoolClient): Promise<AuditDefect[]> {
  const { rows } = await db.query<{ id: string }>("SELECT id FROM audit_logs WHERE seq IS NULL LIMIT $1", [
    MAX_DEFECTS,
  ]);
  return rows.map(({ id }) => {
    const detail = `Entry ${id} has no place in the chain: it was written past it, with its trigger off.`;
    return { kind: "altered", seq: null, detail };
  });
}

function withoutHead(checkedAt: string): AuditVerdict {
  const broken: AuditDefect = { kind: "rewritten", seq: null, detail: "The head of the chain is gone." };
  const head = { seq: 0, hash: "0".repeat(64) };
  return { ok: false, checkedAt, checked: 0, head, lastCheckpoint: null, broken, defects: [broken] };
}
