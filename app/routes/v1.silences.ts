import { createSilence } from "~/domain/silences/create-silence.server";
import { listSilences } from "~/domain/silences/list-silences.server";
import { handle } from "~/web/api/handle";
import { listBody } from "~/web/api/list-body";
import { apiRoute } from "~/web/api-route.server";
import { createSilenceEndpoint, listSilencesEndpoint } from "~/web/endpoints/silences";

const route = apiRoute([
  handle(listSilencesEndpoint, async (input) => {
    const { page, limit, cursor, ...filter } = input.query;
    return listBody(await listSilences(input.ctx, { page, limit, cursor, filter }), input);
  }),
  handle(createSilenceEndpoint, async ({ ctx, actor, body }) => {
    const silence = await createSilence(ctx, { actor, input: body });
    return { status: 201, body: silence, headers: { Location: `/v1/silences/${silence.id}` } };
  }),
]);

export const loader = route.loader;
export const action = route.action;
