import { deleteWatchlistEntry } from "~/domain/watchlists/delete-watchlist-entry.server";
import { getWatchlistEntry } from "~/domain/watchlists/get-watchlist-entry.server";
import { updateWatchlistEntry } from "~/domain/watchlists/update-watchlist-entry.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import {
  deleteWatchlistEntryEndpoint,
  getWatchlistEntryEndpoint,
  updateWatchlistEntryEndpoint,
} from "~/web/endpoints/watchlists";

const route = apiRoute([
  handle(getWatchlistEntryEndpoint, async ({ ctx, params }) => ({
    status: 200,
    body: await getWatchlistEntry(ctx, { id: params.id }),
  })),
  handle(updateWatchlistEntryEndpoint, async ({ ctx, actor, params, body }) => ({
    status: 200,
    body: await updateWatchlistEntry(ctx, { actor, id: params.id, patch: body }),
  })),
  handle(deleteWatchlistEntryEndpoint, async ({ ctx, actor, params }) => {
    await deleteWatchlistEntry(ctx, { actor, id: params.id });
    return { status: 204 };
  }),
]);

export const loader = route.loader;
export const action = route.action;
