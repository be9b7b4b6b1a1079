import type { LoaderFunctionArgs } from "@remix-run/node";

import { auditFilterOf, parseAuditSearch } from "~/components/audit/audit-search";
import { auditExportResponse } from "~/web/audit-export.server";
import { actorOf, requireUser } from "~/web/auth.server";

/** The audit log as a file, as far as the page's filter goes. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const user = await requireUser(request, context, "audit.read");
  const { searchParams } = new URL(request.url);
  return auditExportResponse(context, {
    actor: actorOf(user, context),
    filter: auditFilterOf(parseAuditSearch(searchParams)),
    format: searchParams.get("format") === "csv" ? "csv" : "jsonl",
  });
}
