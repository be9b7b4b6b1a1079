import { createAddressList } from "~/domain/address-lists/create-address-list.server";
import { listAddressLists } from "~/domain/address-lists/list-address-lists.server";
import { handle } from "~/web/api/handle";
import { listBody } from "~/web/api/list-body";
import { apiRoute } from "~/web/api-route.server";
import { createAddressListEndpoint, listAddressListsEndpoint } from "~/web/endpoints/address-lists";

const route = apiRoute([
  handle(listAddressListsEndpoint, async (input) => {
    const { page, limit, cursor, ...filter } = input.query;
    return listBody(await listAddressLists(input.ctx, { page, limit, cursor, filter }), input);
  }),
  handle(createAddressListEndpoint, async ({ ctx, actor, body }) => {
    const list = await createAddressList(ctx, { actor, input: body });
    return { status: 201, body: list, headers: { Location: `/v1/address-lists/${list.id}` } };
  }),
]);

export const loader = route.loader;
export const action = route.action;
