import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";

/** The longest that words are looked for, seconds: among a million alerts that takes about two. */
const LIMIT_SECONDS = 10;
/** PostgreSQL's code for a statement that was ended by its time limit (Appendix A: `query_canceled`). */
const CANCELED = "57014";

/**
 * Runs a statement that has to look through every alert, on the pool of pages: many who search must not hold up who
 * signs in.
 *
 * @throws AppError `unavailable` (`search_too_slow`) when it takes too long.
 */
export async function searchAlerts<Row>(
  { db }: Pick<Context, "db">,
  { text, values }: { text: string; values: readonly unknown[] },
): Promise<Row[]> {
  try {
    const [, rows] = await db.$transaction([
      db.$executeRawUnsafe(`SET LOCAL statement_timeout = '${LIMIT_SECONDS}s'`),
      db.$queryRawUnsafe<Row[]>(text, ...values),
    ]);
    return rows;
  } catch (error) {
    if (!isCanceled(error)) throw error;
    const detail = "takes too long to be looked for in every alert: narrow it by time, network, rule or severity";
    throw new AppError("unavailable", "The search takes too long. Narrow it by time, network, rule or severity.", {
      slug: "search_too_slow",
      errors: [{ pointer: "?q", detail, code: "search_too_slow" }],
      retryAfterSeconds: 5,
      cause: error,
    });
  }
}

/** Prisma's `P2010` (a raw query failed) tells PostgreSQL's code beside it. */
function isCanceled(error: unknown): boolean {
  return error instanceof Error && (error.message.includes(CANCELED) || JSON.stringify(error).includes(CANCELED));
}
