import { isDeepStrictEqual } from "node:util";

import type { Actor } from "~/domain/audit/actor";
import { changes } from "~/domain/audit/changes.server";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { DbTransaction } from "~/platform/db.server";
import { type ImportedEntry, readImportRow } from "./import-row";
import { unionErrors } from "./read-abis";
import { requireRulesResolve } from "./require-rules-resolve.server";

/** How many rows did what, and what is wrong with the others. Rows count from 1, without a header. */
export interface ImportResult {
  created: number;
  updated: number;
  unchanged: number;
  errors: { row: number; detail: string }[];
}

interface Options {
  actor: Actor;
  rows: readonly unknown[];
  /** All or nothing: one wrong row, and none is written. */
  atomic: boolean;
}

type NumberedEntry = ImportedEntry & { row: number };

interface KnownEntry {
  id: string;
  networkId: string;
  address: string;
  name: string;
  tags: string[];
  enabled: boolean;
  abi: unknown;
  abis: unknown;
}

const CHUNK = 2_000;
/** Audit rows are read by people; of very many entries the count tells enough. */
const MAX_AUDITED = 100;
/** 50,000 rows take a few seconds on a small machine. */
const TIMEOUT_MS = 120_000;

/**
 * Puts many contracts onto the watchlist and changes those that are on it: the same network and address is the same
 * entry. Unless all or nothing is asked for, each part of the rows is a transaction of its own: a long one would hold
 * the live feed of alerts back (see `readAlertEvents`).
 *
 * @throws AppError `conflict` when somebody else added one of the contracts at the same moment: send it again.
 */
export async function importWatchlistEntries(ctx: Context, { actor, rows, atomic }: Options): Promise<ImportResult> {
  const { entries, errors } = await readRows(ctx, rows);
  const total: ImportResult = { created: 0, updated: 0, unchanged: 0, errors };
  if (atomic && errors.length > 0) return total;
  for (const part of atomic ? [entries] : chunks(entries)) {
    const done = await ctx.db.$transaction((tx) => write(ctx, tx, { actor, entries: part, atomic }), {
      timeout: TIMEOUT_MS,
    });
    total.created += done.created;
    total.updated += done.updated;
    total.unchanged += done.unchanged;
    errors.push(...done.errors);
    if (done.created + done.updated > 0) ctx.relay.publish("configuration.changed", { what: "watchlists" });
  }
  errors.sort((a, b) => a.row - b.row);
  return total;
}

interface Part {
  actor: Actor;
  entries: readonly NumberedEntry[];
  atomic: boolean;
}

async function write(ctx: Context, tx: DbTransaction, { actor, entries, atomic }: Part): Promise<ImportResult> {
  const known = await findKnown(tx, entries);
  const errors: ImportResult["errors"] = [];
  const created: KnownEntry[] = [];
  const updated: KnownEntry[] = [];
  for (const entry of entries) {
    const before = known.get(keyOf(entry));
    const after = merged(before, entry, ctx.newId);
    if (before === undefined) created.push(after);
    else if (!isDeepStrictEqual(after, before)) {
      const problem = isDeepStrictEqual(after.abi, before.abi) ? null : await abiProblem(tx, after);
      if (problem === null) updated.push(after);
      else errors.push({ row: entry.row, detail: `abi: ${problem}` });
    }
  }
  if (atomic && errors.length > 0) return { created: 0, updated: 0, unchanged: 0, errors };
  await insert(tx, created);
  await update(tx, updated);
  const unchanged = entries.length - errors.length - created.length - updated.length;
  const result = { created: created.length, updated: updated.length, unchanged, errors };
  if (created.length + updated.length > 0) {
    const metadata = {
      ...{ ...result, errors: errors.length },
      firstCreated: created.slice(0, MAX_AUDITED).map(({ name, address }) => ({ name, address })),
      firstUpdated: updated
        .slice(0, MAX_AUDITED)
        .map((entry) => ({ address: entry.address, ...changes(known.get(keyOf(entry)) ?? null, entry) })),
    };
    await recordAudit(tx, { actor, action: "watchlist.imported", resourceType: "watchlist", metadata });
  }
  return result;
}

const keyOf = ({ networkId, address }: { networkId: string; address: string }) => `${networkId} ${address}`;

/** Reads every row; of two with the same contract the second is wrong. */
async function readRows({ db }: Context, rows: readonly unknown[]) {
  const networks = await db.network.findMany({ select: { id: true, name: true } });
  const networkIds = new Map(networks.map(({ id, name }) => [name, id]));
  const first = new Map<string, number>();
  const entries: NumberedEntry[] = [];
  const errors: ImportResult["errors"] = [];
  for (const [index, value] of rows.entries()) {
    const row = index + 1;
    const read = readImportRow(value, networkIds);
    const earlier = read.ok ? first.get(keyOf(read.entry)) : undefined;
    if (!read.ok) errors.push({ row, detail: read.detail });
    else if (earlier !== undefined) errors.push({ row, detail: `address: is the same contract as in row ${earlier}` });
    else {
      first.set(keyOf(read.entry), row);
      entries.push({ ...read.entry, row });
    }
  }
  // All imports lock and write in this order, so that two at once can't wait for each other.
  entries.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return { entries, errors };
}

async function findKnown(tx: DbTransaction, entries: readonly NumberedEntry[]): Promise<Map<string, KnownEntry>> {
  const found: KnownEntry[] = [];
  for (const part of chunks(entries)) {
    const networkIds = part.map(({ networkId }) => networkId);
    const addresses = part.map(({ address }) => address);
    found.push(
      ...(await tx.$queryRaw<KnownEntry[]>`
        SELECT id, network_id AS "networkId", address, name, tags, enabled, abi, abis FROM watchlist_entries
        WHERE (network_id, address) IN (SELECT * FROM unnest(${networkIds}::uuid[], ${addresses}::text[]))
        ORDER BY network_id, address FOR UPDATE`),
    );
  }
  return new Map(found.map((entry) => [keyOf(entry), entry]));
}

function merged(before: KnownEntry | undefined, entry: NumberedEntry, newId: () => string): KnownEntry {
  const { networkId, address, name } = entry;
  return {
    id: before?.id ?? newId(),
    networkId,
    address,
    name,
    tags: entry.tags ?? before?.tags ?? [],
    enabled: entry.enabled ?? before?.enabled ?? true,
    abi: entry.abi ?? before?.abi ?? null,
    abis: before?.abis ?? [],
  };
}

async function abiProblem(tx: DbTransaction, entry: KnownEntry): Promise<string | null> {
  const [error] = unionErrors(entry);
  if (error) return error.detail;
  try {
    await requireRulesResolve(tx, entry.id, entry);
    return null;
  } catch (error) {
    if (error instanceof AppError) return error.errors[0]?.detail ?? error.message;
    throw error;
  }
}

async function insert(tx: DbTransaction, entries: readonly object[]): Promise<void> {
  for (const part of chunks(entries)) {
    const count = await tx.$executeRaw`
      INSERT INTO watchlist_entries (id, network_id, address, name, tags, enabled, abi)
      SELECT id, "networkId", address, name, tags, enabled, abi FROM jsonb_to_recordset(${JSON.stringify(part)}::jsonb)
        AS r (id uuid, "networkId" uuid, address text, name text, tags text[], enabled boolean, abi jsonb)
      ON CONFLICT (network_id, address) DO NOTHING`;
    if (count === part.length) continue;
    throw new AppError("conflict", "Somebody else added one of these contracts at the same moment; send it again.");
  }
}

async function update(tx: DbTransaction, entries: readonly object[]): Promise<void> {
  for (const part of chunks(entries)) {
    await tx.$executeRaw`
      UPDATE watchlist_entries AS e
      SET name = r.name, tags = r.tags, enabled = r.enabled, abi = r.abi, updated_at = now()
      FROM jsonb_to_recordset(${JSON.stringify(part)}::jsonb)
        AS r (id uuid, name text, tags text[], enabled boolean, abi jsonb)
      WHERE e.id = r.id`;
  }
}

function chunks<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / CHUNK) }, (_, n) => all.slice(n * CHUNK, (n + 1) * CHUNK));
}
