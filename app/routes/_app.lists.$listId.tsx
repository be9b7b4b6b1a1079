import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";

import { ListPage } from "~/components/lists/list-page";
import { PageBoundary } from "~/components/page-boundary";
import { getAddressList } from "~/domain/address-lists/get-address-list.server";
import { listListAddresses } from "~/domain/address-lists/list-list-addresses.server";
import { actorOf, requireUser } from "~/web/auth.server";
import { changeList } from "~/web/pages/change-list.server";
import { listRequest } from "~/web/pages/list-request";
import { orPageError } from "~/web/pages/or-page-error.server";
import { requireId } from "~/web/pages/require-id";
import { assertSameOrigin } from "~/web/same-origin.server";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `@${data?.list.name ?? "list"} · Sentinel` }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  await requireUser(request, context);
  const id = requireId(params.listId);
  const { q, part } = listRequest(request);
  const [list, page] = await orPageError(
    Promise.all([getAddressList(context.ctx, { id }), listListAddresses(context.ctx, { ...part, id, q })]),
  );
  return { list, addresses: page.data, found: page.total, nextCursor: page.nextCursor, q };
}

/** Renames, fills, empties or deletes the list. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  assertSameOrigin(request, context);
  const user = await requireUser(request, context, "address_list.write");
  const formData = await request.formData();
  const options = { actor: actorOf(user, context), id: requireId(params.listId), formData };
  return changeList(context.ctx, options);
}

export default function AddressListPage() {
  return <ListPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}

export { PageBoundary as ErrorBoundary };
