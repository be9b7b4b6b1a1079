import { testChannel } from "~/domain/deliveries/test-channel.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { testChannelEndpoint } from "~/web/endpoints/channels";

const route = apiRoute([
  handle(testChannelEndpoint, async ({ ctx, actor, params }) => {
    const { warning } = await testChannel(ctx, { actor, channelId: params.id });
    const body = { success: true as const, message: "Test notification sent" };
    return { status: 200, body: warning === null ? body : { ...body, warning } };
  }),
]);

export const loader = route.loader;
export const action = route.action;
