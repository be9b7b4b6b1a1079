import type { Context } from "~/platform/context.server";
import type { SealedColumn } from "./sealed-columns";

/** What became of a column. */
export interface ResealedColumn extends Pick<SealedColumn, "name" | "table"> {
  /** Sealed with today's secret by this run. */
  resealed: number;
  /** Was so before. */
  current: number;
  /** Rows that no known secret opens, or that were changed: left as they are. Their keys. */
  unopened: string[];
}

const BATCH = 200;

interface Row {
  key: string[];
  envelope: string;
}

/**
 * Seals everything in a column with today's secret, in batches: it can be stopped and run again. A row that somebody
 * writes meanwhile keeps what was written, which is sealed by today's secret already.
 */
export async function resealColumn(
  { sql, secrets }: Pick<Context, "sql" | "secrets">,
  column: SealedColumn,
): Promise<ResealedColumn> {
  const { name, table, aadOf } = column;
  const statements = statementsOf(column);
  const done: ResealedColumn = { name, table, resealed: 0, current: 0, unopened: [] };
  let rows: Row[] = (await sql.query<Row>(statements.first)).rows;
  for (let last = rows.at(-1); last !== undefined; last = rows.at(-1)) {
    for (const { key, envelope } of rows) {
      if (secrets.isCurrent(envelope)) {
        done.current += 1;
        continue;
      }
      const fresh = reseal(secrets, envelope, aadOf(key));
      if (fresh === null) done.unopened.push(key.join(" "));
      else done.resealed += (await sql.query(statements.replace, [fresh, envelope, ...key])).rowCount ?? 0;
    }
    rows = (await sql.query<Row>(statements.next, last.key)).rows;
  }
  return done;
}

/** By the primary key, so that no row is met twice. Names are constants of this code. */
function statementsOf({ table, column, keys }: SealedColumn) {
  const key = keys.join(", ");
  const numbered = (from: number) => keys.map((_, index) => `$${index + from}`).join(", ");
  const select = (where: string) =>
    `SELECT ARRAY[${keys.map((name) => `${name}::text`).join(", ")}] AS key, ${column} AS envelope FROM ${table}
     WHERE ${column} IS NOT NULL ${where} ORDER BY ${key} LIMIT ${BATCH}`;
  return {
    first: select(""),
    next: select(`AND (${key}) > (${numbered(1)})`),
    replace: `UPDATE ${table} SET ${column} = $1 WHERE ${column} = $2 AND (${key}) = (${numbered(3)})`,
  };
}

function reseal(secrets: Context["secrets"], envelope: string, aad: string): string | null {
  try {
    return secrets.encrypt(secrets.decrypt(envelope, aad), aad);
  } catch (error) {
    // What can't be opened is for the report, which names it; anything else is a fault.
    if (error instanceof Error && error.name === "SecretError") return null;
    throw error;
  }
}
