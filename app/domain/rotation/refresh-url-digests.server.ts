import { endpointUrlAad } from "~/domain/networks/endpoint-url-aad";
import type { Context } from "~/platform/context.server";

const UNIQUE_VIOLATION = "23505";

/**
 * Gives endpoints the digest of their URL under today's secret. Where the network has that URL a second time under it,
 * the older row is switched off: nothing is to be listened to twice.
 *
 * @returns how many were changed.
 */
export async function refreshUrlDigests({
  db,
  sql,
  secrets,
}: Pick<Context, "db" | "sql" | "secrets">): Promise<number> {
  const rows = await db.endpoint.findMany({ select: { id: true, urlEncrypted: true, urlDigest: true } });
  let changed = 0;
  for (const { id, urlEncrypted, urlDigest } of rows) {
    // Only what was opened by the run before is sealed so.
    if (!secrets.isCurrent(urlEncrypted)) continue;
    const digest = secrets.digest(secrets.decrypt(urlEncrypted, endpointUrlAad(id)));
    if (digest === urlDigest) continue;
    try {
      await sql.query("UPDATE endpoints SET url_digest = $1 WHERE id = $2 AND url_digest = $3", [
        digest,
        id,
        urlDigest,
      ]);
      changed += 1;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION)) throw error;
      await sql.query("UPDATE endpoints SET enabled = false WHERE id = $1", [id]);
    }
  }
  return changed;
}
