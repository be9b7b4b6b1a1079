import { revokeInvitation } from "~/domain/invitations/revoke-invitation.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { revokeInvitationEndpoint } from "~/web/endpoints/invitations";

const route = apiRoute([
  handle(revokeInvitationEndpoint, async ({ ctx, actor, params }) => {
    await revokeInvitation(ctx, { actor, id: params.id });
    return { status: 204 };
  }),
]);

export const loader = route.loader;
export const action = route.action;
