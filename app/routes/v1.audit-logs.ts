import { listAuditEntries } from "~/domain/audit/list-audit-entries.server";
import { handle } from "~/web/api/handle";
import { listBody } from "~/web/api/list-body";
import { apiRoute } from "~/web/api-route.server";
import { listAuditLogsEndpoint } from "~/web/endpoints/audit";

const route = apiRoute([
  handle(listAuditLogsEndpoint, async (input) => listBody(await listAuditEntries(input.ctx, input.query), input)),
]);

export const loader = route.loader;
export const action = route.action;
