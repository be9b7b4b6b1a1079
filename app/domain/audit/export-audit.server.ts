import { stringify } from "csv-stringify/sync";

import { likeText } from "~/domain/like-text";
import type { Context } from "~/platform/context.server";
import type { ChainedRow } from "./audit-entry-hash.server";
import type { AuditFilter } from "./audit-filter";
import { csvCell } from "./csv-cell";
import { readHead } from "./read-chain-facts.server";
import { readChainedRows } from "./read-chained-rows.server";

/** How an export is written: a JSON object a line, or CSV (RFC 4180) with a line of names. */
export type AuditExportFormat = "jsonl" | "csv";

const CSV_COLUMNS = [
  ...["seq", "createdAt", "actorId", "actorName", "action", "resourceType", "resourceId", "ip", "requestId"],
  ...["metadata", "hash", "prevHash", "id"],
];

/**
 * Entries of the audit log as text, oldest first, up to the newest there is at the start. Read in batches, each when the
 * one before was taken: memory does not grow with their number. JSONL has all that an entry's hash is made of
 * (`metadataText` is the JSON as it was hashed), so that an export of everything can be verified by anybody. CSV is for
 * people: a cell that a spreadsheet would take for a formula begins with an apostrophe.
 */
export async function* exportAudit(
  ctx: Pick<Context, "sql" | "db">,
  filter: AuditFilter,
  format: AuditExportFormat,
): AsyncGenerator<string, void> {
  const head = await readHead(ctx.sql);
  if (format === "csv") yield csv([CSV_COLUMNS]);
  const part = { afterSeq: 0, untilSeq: head?.seq ?? 0, where: whereOf(filter) };
  const names = new Map<string, string>();
  for await (const rows of readChainedRows(ctx.sql, part)) {
    await learnNames(ctx, rows, names);
    const nameOf = ({ actorId }: ChainedRow) => (actorId === null ? null : (names.get(actorId) ?? null));
    if (format === "csv") yield csv(rows.map((row) => toCells(row, nameOf(row))));
    else yield rows.map((row) => `${toLine(row, nameOf(row))}\n`).join("");
  }
}

/** The filter in SQL; its values begin at `$4`. */
function whereOf({ actorId, action, resourceType, resourceId, from, to }: AuditFilter) {
  const values: unknown[] = [];
  const given = (value: unknown) => `$${values.push(value) + 3}`;
  const isPrefix = action?.endsWith(".*") === true;
  const conditions = [
    ...(actorId === undefined ? [] : [`actor_id = ${given(actorId)}::uuid`]),
    ...(action === undefined || isPrefix ? [] : [`action = ${given(action)}`]),
    ...(isPrefix ? [`action LIKE ${given(`${likeText(action.slice(0, -1))}%`)}`] : []),
    ...(resourceType === undefined ? [] : [`resource_type = ${given(resourceType)}`]),
    ...(resourceId === undefined ? [] : [`resource_id = ${given(resourceId)}`]),
    ...(from === undefined ? [] : [`created_at >= ${given(from)}`]),
    ...(to === undefined ? [] : [`created_at <= ${given(to)}`]),
  ];
  return { sql: ["true", ...conditions].join(" AND "), values };
}

async function learnNames(ctx: Pick<Context, "db">, rows: ChainedRow[], names: Map<string, string>): Promise<void> {
  const unknown = new Set(rows.flatMap(({ actorId }) => (actorId === null || names.has(actorId) ? [] : [actorId])));
  if (unknown.size === 0) return;
  const users = await ctx.db.user.findMany({ where: { id: { in: [...unknown] } }, select: { id: true, name: true } });
  for (const { id, name } of users) names.set(id, name);
}

function toLine({ metadata, createdAtMs, seq, ...row }: ChainedRow, actorName: string | null): string {
  return JSON.stringify({
    seq: Number(seq),
    createdAt: new Date(Number(createdAtMs)).toISOString(),
    ...row,
    actorName,
    metadata: JSON.parse(metadata),
    createdAtMs: Number(createdAtMs),
    metadataText: metadata,
  });
}

function toCells(row: ChainedRow, actorName: string | null): (string | null)[] {
  const { seq, createdAtMs, actorId, action, resourceType, resourceId, ip, requestId, metadata, hash, prevHash, id } =
    row;
  const createdAt = new Date(Number(createdAtMs)).toISOString();
  return [
    ...[seq, createdAt, actorId, actorName, action, resourceType, resourceId, ip, requestId],
    ...[metadata, hash, prevHash, id],
  ];
}

function csv(rows: (string | null)[][]): string {
  return stringify(
    rows.map((cells) => cells.map(csvCell)),
    { record_delimiter: "windows", quoted_match: /[\r\n]/ },
  );
}
