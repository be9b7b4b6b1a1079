import { previewSilence } from "~/domain/silences/preview-silence.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { previewSilenceEndpoint } from "~/web/endpoints/silences";

const route = apiRoute([
  handle(previewSilenceEndpoint, async ({ ctx, body }) => ({ status: 200, body: await previewSilence(ctx, body) })),
]);

export const loader = route.loader;
export const action = route.action;
