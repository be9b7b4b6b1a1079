/**
 * Codes that mean the database could not be reached, rather than that it refused a statement: Prisma's ("Error message
 * reference": P1xxx, pool time-out P2024), the socket's, and PostgreSQL's (Appendix A: class 08, 57P01 to 57P03).
 */
const AWAY = /^(P1001|P1002|P1008|P1017|P2024|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|ENOTFOUND|08\w{3}|57P0[123])$/;

/** Whether an error, or what caused it, is an outage of the database. */
export function isDatabaseAway(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 5) return false;
  if ("code" in error && typeof error.code === "string" && AWAY.test(error.code)) return true;
  if (
    error.name === "DriverAdapterError" &&
    /DatabaseNotReachable|SocketTimeout|ConnectionClosed/.test(error.message)
  ) {
    return true;
  }
  return isDatabaseAway(error.cause, depth + 1);
}
