import { listEscalations } from "~/domain/escalations/list-escalations.server";
import { handle } from "~/web/api/handle";
import { listBody } from "~/web/api/list-body";
import { apiRoute } from "~/web/api-route.server";
import { listEscalationsEndpoint } from "~/web/endpoints/escalations";

const route = apiRoute([
  handle(listEscalationsEndpoint, async (input) => {
    const { page, limit, cursor, ...filter } = input.query;
    return listBody(await listEscalations(input.ctx, { page, limit, cursor, filter }), input);
  }),
]);

export const loader = route.loader;
export const action = route.action;
