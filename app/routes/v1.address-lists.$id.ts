import { deleteAddressList } from "~/domain/address-lists/delete-address-list.server";
import { getAddressList } from "~/domain/address-lists/get-address-list.server";
import { updateAddressList } from "~/domain/address-lists/update-address-list.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import {
  deleteAddressListEndpoint,
  getAddressListEndpoint,
  updateAddressListEndpoint,
} from "~/web/endpoints/address-lists";

const route = apiRoute([
  handle(getAddressListEndpoint, async ({ ctx, params }) => ({
    status: 200,
    body: await getAddressList(ctx, { id: params.id }),
  })),
  handle(updateAddressListEndpoint, async ({ ctx, actor, params, body }) => ({
    status: 200,
    body: await updateAddressList(ctx, { actor, id: params.id, patch: body }),
  })),
  handle(deleteAddressListEndpoint, async ({ ctx, actor, params }) => {
    await deleteAddressList(ctx, { actor, id: params.id });
    return { status: 204 };
  }),
]);

export const loader = route.loader;
export const action = route.action;
