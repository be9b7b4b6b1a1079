import { importWatchlistEntries } from "~/domain/watchlists/import-watchlist-entries.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { importWatchlistEntriesEndpoint } from "~/web/endpoints/watchlists";

const route = apiRoute([
  handle(importWatchlistEntriesEndpoint, async ({ ctx, actor, query, body }) => ({
    status: 200,
    body: await importWatchlistEntries(ctx, { actor, rows: body, atomic: query.atomic ?? false }),
  })),
]);

export const loader = route.loader;
export const action = route.action;
