import { createWatchlistEntry } from "~/domain/watchlists/create-watchlist-entry.server";
import { listWatchlistEntries } from "~/domain/watchlists/list-watchlist-entries.server";
import { handle } from "~/web/api/handle";
import { listBody } from "~/web/api/list-body";
import { apiRoute } from "~/web/api-route.server";
import { createWatchlistEntryEndpoint, listWatchlistEntriesEndpoint } from "~/web/endpoints/watchlists";

const route = apiRoute([
  handle(listWatchlistEntriesEndpoint, async (input) => {
    const { page, limit, cursor, ...filter } = input.query;
    return listBody(await listWatchlistEntries(input.ctx, { page, limit, cursor, filter }), input);
  }),
  handle(createWatchlistEntryEndpoint, async ({ ctx, actor, body }) => {
    const entry = await createWatchlistEntry(ctx, { actor, input: body });
    return { status: 201, body: entry, headers: { Location: `/v1/watchlists/${entry.id}` } };
  }),
]);

export const loader = route.loader;
export const action = route.action;
