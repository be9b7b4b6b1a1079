import type { AppLoadContext } from "@remix-run/node";

import type { Actor } from "~/domain/audit/actor";
import type { AuditFilter } from "~/domain/audit/audit-filter";
import { type AuditExportFormat, exportAudit } from "~/domain/audit/export-audit.server";
import { recordAudit } from "~/domain/audit/record-audit.server";

interface Options {
  actor: Actor;
  filter: AuditFilter;
  format: AuditExportFormat;
  /** Only what the answer would be like: nothing is read. */
  isHead?: boolean;
}

const TYPES = { jsonl: "application/x-ndjson; charset=utf-8", csv: "text/csv; charset=utf-8; header=present" };

/**
 * The audit log as a file, read only as fast as the client takes it, and no further once it has gone. That somebody took
 * it is an entry itself, the last one of an export without a filter.
 */
export async function auditExportResponse(
  { ctx, closed }: AppLoadContext,
  { actor, filter, format, isHead = false }: Options,
): Promise<Response> {
  const day = new Date().toISOString().slice(0, 10);
  const headers = {
    "Content-Type": TYPES[format],
    "Content-Disposition": `attachment; filename="sentinel-audit-${day}.${format}"`,
    "Cache-Control": "no-store",
  };
  if (isHead) return new Response(null, { headers });

  const { from, to, ...rest } = filter;
  const named = { ...rest, ...(from && { from: from.toISOString() }), ...(to && { to: to.toISOString() }) };
  const given = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
  const metadata = { format, filter: given };
  await recordAudit(ctx.db, { actor, action: "audit.exported", resourceType: "audit_log", metadata });

  const chunks = exportAudit(ctx, filter, format);
  // Before the answer has begun a fault can still be told as one.
  let next: Promise<IteratorResult<string, void>> = Promise.resolve(await chunks.next());
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await next;
          if (done === true || closed.aborted) {
            controller.close();
            await chunks.return();
            return;
          }
          controller.enqueue(encoder.encode(value));
          next = chunks.next();
          // Told at the next pull, if there is one.
          next.catch(() => undefined);
        } catch (error) {
          ctx.log.warn({ err: error }, "an export of the audit log ended early");
          controller.error(error);
        }
      },
      cancel: async () => {
        await chunks.return();
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { headers });
}
