import { endSilence } from "~/domain/silences/end-silence.server";
import { getSilence } from "~/domain/silences/get-silence.server";
import { updateSilence } from "~/domain/silences/update-silence.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { endSilenceEndpoint, getSilenceEndpoint, updateSilenceEndpoint } from "~/web/endpoints/silences";

const route = apiRoute([
  handle(getSilenceEndpoint, async ({ ctx, params }) => ({
    status: 200,
    body: await getSilence(ctx, { id: params.id }),
  })),
  handle(updateSilenceEndpoint, async ({ ctx, actor, params, body }) => ({
    status: 200,
    body: await updateSilence(ctx, { actor, id: params.id, patch: body }),
  })),
  handle(endSilenceEndpoint, async ({ ctx, actor, params }) => {
    await endSilence(ctx, { actor, id: params.id });
    return { status: 204 };
  }),
]);

export const loader = route.loader;
export const action = route.action;
