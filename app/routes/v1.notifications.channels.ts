import { createChannel } from "~/domain/channels/create-channel.server";
import { listChannels } from "~/domain/channels/list-channels.server";
import { handle } from "~/web/api/handle";
import { listBody } from "~/web/api/list-body";
import { apiRoute } from "~/web/api-route.server";
import { createChannelEndpoint, listChannelsEndpoint } from "~/web/endpoints/channels";

const route = apiRoute([
  handle(listChannelsEndpoint, async (input) => {
    const { page, limit, cursor, ...filter } = input.query;
    return listBody(await listChannels(input.ctx, { page, limit, cursor, filter }), input);
  }),
  handle(createChannelEndpoint, async ({ ctx, actor, body }) => {
    const { channel, secret } = await createChannel(ctx, { actor, input: body });
    const shown = secret === undefined ? channel : { ...channel, config: { ...channel.config, secret } };
    return { status: 201, body: shown, headers: { Location: `/v1/notifications/channels/${channel.id}` } };
  }),
]);

export const loader = route.loader;
export const action = route.action;
