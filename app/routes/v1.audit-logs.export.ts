import { handleStream } from "~/web/api/handle-stream";
import { apiRoute } from "~/web/api-route.server";
import { auditExportResponse } from "~/web/audit-export.server";
import { exportAuditLogsEndpoint } from "~/web/endpoints/audit";

const route = apiRoute([
  handleStream(exportAuditLogsEndpoint, async ({ actor, query, request, context }) => {
    const { format, ...filter } = query;
    return auditExportResponse(context, { actor, filter, format, isHead: request.method === "HEAD" });
  }),
]);

export const loader = route.loader;
export const action = route.action;
