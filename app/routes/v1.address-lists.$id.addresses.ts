import { changeAddresses } from "~/domain/address-lists/change-addresses.server";
import { listListAddresses } from "~/domain/address-lists/list-list-addresses.server";
import { handle } from "~/web/api/handle";
import { listBody } from "~/web/api/list-body";
import { apiRoute } from "~/web/api-route.server";
import { changeAddressesEndpoint, listListAddressesEndpoint } from "~/web/endpoints/address-lists";

const route = apiRoute([
  handle(listListAddressesEndpoint, async (input) => {
    return listBody(await listListAddresses(input.ctx, { ...input.query, id: input.params.id }), input);
  }),
  handle(changeAddressesEndpoint, async ({ ctx, actor, params, query, body }) => {
    const change = { ...body, replace: body.replace || query.replace === true };
    return { status: 200, body: await changeAddresses(ctx, { actor, id: params.id, change }) };
  }),
]);

export const loader = route.loader;
export const action = route.action;
