import { AppError, type AppErrorCode } from "~/domain/errors";
import { isDatabaseAway } from "~/web/api/is-database-away";

const STATUS: Partial<Record<AppErrorCode, number>> = {
  invalid_input: 400,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  rate_limited: 429,
  unavailable: 503,
};

/**
 * What a page is made from, or the error page that fits: a missing thing is 404, an outage of the database 503.
 *
 * @throws Response for expected failures; anything else as it came.
 */
export async function orPageError<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppError) throw new Response(error.message, { status: STATUS[error.code] ?? 500 });
    if (isDatabaseAway(error)) throw new Response("The database can't be reached.", { status: 503 });
    throw error;
  }
}
