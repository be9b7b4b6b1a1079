import { createComment } from "~/domain/comments/create-comment.server";
import { listComments } from "~/domain/comments/list-comments.server";
import { handle } from "~/web/api/handle";
import { listBody } from "~/web/api/list-body";
import { apiRoute } from "~/web/api-route.server";
import { createCommentEndpoint, listCommentsEndpoint } from "~/web/endpoints/alerts";

const route = apiRoute([
  handle(listCommentsEndpoint, async (input) =>
    listBody(await listComments(input.ctx, { ...input.query, alertId: input.params.id }), input),
  ),
  handle(createCommentEndpoint, async ({ ctx, actor, params, body }) => ({
    status: 201,
    body: await createComment(ctx, { actor, alertId: params.id, input: body }),
  })),
]);

export const loader = route.loader;
export const action = route.action;
