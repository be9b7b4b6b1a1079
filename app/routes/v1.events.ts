import { readFeed } from "~/domain/events/read-feed.server";
import { handle } from "~/web/api/handle";
import { listBody } from "~/web/api/list-body";
import { apiRoute } from "~/web/api-route.server";
import { listEventsEndpoint } from "~/web/endpoints/events";

const route = apiRoute([
  handle(listEventsEndpoint, async (input) => {
    const { type: types, ...query } = input.query;
    const { events: data, nextCursor, hasMore, total } = await readFeed(input.ctx, { ...query, types });
    const { headers } = listBody({ data, total, nextCursor: hasMore ? nextCursor : null }, input);
    return {
      status: 200,
      body: { data, meta: { total, page: null, limit: query.limit, nextCursor, hasMore } },
      ...(headers === undefined ? {} : { headers }),
    };
  }),
]);

export const loader = route.loader;
export const action = route.action;
