import { testChannel } from "~/domain/deliveries/test-channel.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { testChannelEndpoint } from "~/web/endpoints/channels";

const route = apiRoute([
  handle(testChannelEndpoint, async ({ ctx, actor, params }) => {
    await testChannel(ctx, { actor, channelId: params.id });
    return { status: 200, body: { success: true as const, message: "Test notification sent" } };
  }),
]);

export const loader = route.loader;
export const action = route.action;
