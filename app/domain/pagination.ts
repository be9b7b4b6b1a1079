import { z } from "zod";

import { AppError } from "~/domain/errors";

/** Which part of a list is wanted: a page by number (from 1), or what follows a cursor. `limit` is 1 to 100. */
export interface PageRequest {
  limit: number;
  page?: number | undefined;
  cursor?: string | undefined;
}

/** A part of a list, newest first. `total` counts the whole list; `nextCursor` is null on its last part. */
export interface Page<T> {
  data: T[];
  total: number;
  nextCursor: string | null;
}

/** A row's place in a list ordered by time and id, both descending. */
export interface Cursor {
  at: Date;
  id: string;
}

/** The last instant of year 9999: what lies behind it PostgreSQL's client cannot write. */
const MAX_TIME_MS = 253_402_300_799_999;

const Encoded = z.strictObject({ at: z.int().min(0).max(MAX_TIME_MS), id: z.uuid() });

/** The opaque text of a cursor. */
export function encodeCursor({ at, id }: Cursor): string {
  return toBase64Url(JSON.stringify({ at: at.getTime(), id }));
}

/**
 * Reads a cursor that a client sent back.
 *
 * @throws AppError `invalid_input` at `?cursor` when it isn't one of ours.
 */
export function decodeCursor(text: string): Cursor {
  const parsed = Encoded.safeParse(readJson(text));
  if (parsed.success) return { at: new Date(parsed.data.at), id: parsed.data.id };
  const detail = "is not a cursor that this list gave; take it from meta.nextCursor";
  throw new AppError("invalid_input", `The cursor ${detail}.`, {
    errors: [{ pointer: "?cursor", detail, code: "invalid_cursor" }],
  });
}

/** Prisma's `where` for what comes after a cursor, newest first by `field` and then id. Spread it or put it in an `AND`. */
export function afterCursor<F extends string>(field: F, cursor: Cursor | null) {
  if (cursor === null) return {};
  const older = { [field]: { lt: cursor.at } } as { [K in F]: { lt: Date } };
  const sameTime = { [field]: cursor.at, id: { lt: cursor.id } } as { [K in F]: Date } & { id: { lt: string } };
  return { OR: [older, sameTime] };
}

/** How `paginate` reads a list. `find` gets one row more than the limit, so that the end is known without counting. */
export interface PageSource<Row> {
  count(): Promise<number>;
  find(part: { take: number; skip: number; after: Cursor | null }): Promise<Row[]>;
  cursorOf(row: Row): Cursor;
}

/** Reads one part of a list, by page or by cursor. */
export async function paginate<Row>(request: PageRequest, source: PageSource<Row>): Promise<Page<Row>> {
  const after = request.cursor === undefined ? null : decodeCursor(request.cursor);
  const skip = after === null ? ((request.page ?? 1) - 1) * request.limit : 0;
  const rows = await source.find({ take: request.limit + 1, skip, after });
  const data = rows.slice(0, request.limit);
  const last = data.at(-1);
  const more = rows.length > data.length && last !== undefined;
  // A list that ends with this part, counted from its beginning, needs no counting.
  const isEnd = after === null && !more && (data.length > 0 || skip === 0);
  const total = isEnd ? skip + data.length : await source.count();
  return { data, total, nextCursor: more ? encodeCursor(source.cursorOf(last)) : null };
}

function toBase64Url(text: string): string {
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(atob(text.replaceAll("-", "+").replaceAll("_", "/")));
  } catch {
    // Not base64 or not JSON: no cursor of ours, which the schema then says.
    return undefined;
  }
}
