import { createInvitation } from "~/domain/invitations/create-invitation.server";
import { listInvitations } from "~/domain/invitations/list-invitations.server";
import { handle } from "~/web/api/handle";
import { listBody } from "~/web/api/list-body";
import { apiRoute } from "~/web/api-route.server";
import { createInvitationEndpoint, listInvitationsEndpoint } from "~/web/endpoints/invitations";

const route = apiRoute([
  handle(listInvitationsEndpoint, async (input) => listBody(await listInvitations(input.ctx, input.query), input)),
  handle(createInvitationEndpoint, async ({ ctx, actor, body }) => {
    const { invitation, url, mailed } = await createInvitation(ctx, { actor, input: body });
    const headers = { Location: `/v1/invitations/${invitation.id}` };
    return { status: 201, body: { ...invitation, url, mailed }, headers };
  }),
]);

export const loader = route.loader;
export const action = route.action;
