import { verifyAudit } from "~/domain/audit/verify-audit.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { verifyAuditLogsEndpoint } from "~/web/endpoints/audit";

const route = apiRoute([
  handle(verifyAuditLogsEndpoint, async ({ ctx }) => ({ status: 200, body: await verifyAudit(ctx) })),
]);

export const loader = route.loader;
export const action = route.action;
