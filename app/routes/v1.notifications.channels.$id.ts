import { deleteChannel } from "~/domain/channels/delete-channel.server";
import { getChannel } from "~/domain/channels/get-channel.server";
import { updateChannel } from "~/domain/channels/update-channel.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { deleteChannelEndpoint, getChannelEndpoint, updateChannelEndpoint } from "~/web/endpoints/channels";

const route = apiRoute([
  handle(getChannelEndpoint, async ({ ctx, params }) => ({
    status: 200,
    body: await getChannel(ctx, { id: params.id }),
  })),
  handle(updateChannelEndpoint, async ({ ctx, actor, params, body }) => ({
    status: 200,
    body: await updateChannel(ctx, { actor, id: params.id, patch: body }),
  })),
  handle(deleteChannelEndpoint, async ({ ctx, actor, params }) => {
    await deleteChannel(ctx, { actor, id: params.id });
    return { status: 204 };
  }),
]);

export const loader = route.loader;
export const action = route.action;
