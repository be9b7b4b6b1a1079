import { acceptInvitation } from "~/domain/invitations/accept-invitation.server";
import { handle } from "~/web/api/handle";
import { apiRoute } from "~/web/api-route.server";
import { acceptInvitationEndpoint } from "~/web/endpoints/invitations";

const route = apiRoute([
  handle(acceptInvitationEndpoint, async ({ ctx, actor, body }) => {
    const { id, email, name, role } = await acceptInvitation(ctx, { actor, ...body });
    return { status: 201, body: { id, email, name, role, mfaEnabled: false } };
  }),
]);

export const loader = route.loader;
export const action = route.action;
