/**
 * Whether the database refused the data itself: SQLSTATE classes 22 (data exception) and 23 (integrity constraint), of
 * PostgreSQL's "Error Codes". Trying again would be refused again.
 */
export function isRefused(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^2[23][0-9A-Z]{3}$/.test(String(error.code));
}
