import { z } from "zod";

import {
  Invitation,
  InvitationAcceptance,
  InvitationState,
  MadeInvitation,
  NewInvitation,
} from "~/domain/invitations/invitation";
import { Id } from "~/domain/shared-schemas";
import { User } from "~/domain/users/user";
import { endpoint } from "../api/endpoint";
import { listOf } from "../api/list-schema";
import { commaList, pageQuery } from "../api/page-query";

const example = {
  id: "0199a3c4-6c1d-7e21-9b0a-1f2e3d4c5b6a",
  email: "grace@example.com",
  name: "Grace Hopper",
  role: "analyst",
  state: "open",
  invitedBy: "0199a3c4-5b6e-7f00-8a1b-2c3d4e5f6071",
  invitedByName: "Ada Lovelace",
  createdAt: "2026-01-15T08:31:13.000Z",
  expiresAt: "2026-01-22T08:31:13.000Z",
  acceptedAt: null,
};

const tag = "People";

/** `GET /v1/invitations` */
export const listInvitationsEndpoint = endpoint({
  method: "GET",
  path: "/v1/invitations",
  summary: "List invitations",
  description: "Newest first, also those that were used, taken back or have expired. Their links are not shown again.",
  tag,
  action: "invitation.read",
  list: true,
  query: z.strictObject({
    ...pageQuery,
    state: commaList(InvitationState).optional().describe("One or more, comma separated."),
  }),
  responses: {
    200: {
      description: "Invitations.",
      schema: listOf(Invitation),
      example: { data: [example], meta: { total: 1, page: 1, limit: 20, nextCursor: null } },
    },
  },
});

/** `POST /v1/invitations` */
export const createInvitationEndpoint = endpoint({
  method: "POST",
  path: "/v1/invitations",
  summary: "Invite somebody",
  description:
    "Makes a link that works once, for seven days; whoever opens it sets a password and is a user. An open invitation of " +
    "the same address ends. The link is in the answer, and in a mail to them where mail can be sent (`mailed`). 409 when " +
    "the address is a user's. An admin is invited by a person with a recent sign-in (403 `reauthentication_required`), " +
    "never by an API key (403 `not_for_api_keys`).",
  tag,
  action: "invitation.write",
  codes: ["reauthentication_required", "not_for_api_keys"],
  etag: false,
  body: NewInvitation,
  example: { email: example.email, name: example.name, role: example.role },
  responses: {
    201: {
      description: "The invitation, with its link.",
      schema: MadeInvitation,
      example: {
        ...example,
        url: "https://sentinel.example.com/invitation/dGhpcyBpcyBhbiBleGFtcGxlIG9mIGEgbGluaw",
        mailed: true,
      },
    },
  },
  errors: [409],
});

/** `DELETE /v1/invitations/{id}` */
export const revokeInvitationEndpoint = endpoint({
  method: "DELETE",
  path: "/v1/invitations/{id}",
  summary: "Take an invitation back",
  description: "Its link leads nowhere from now on. 409 when it was accepted: remove the user instead.",
  tag,
  action: "invitation.write",
  params: z.object({ id: Id }),
  responses: { 204: { description: "Taken back." } },
  errors: [404, 409],
});

/** `POST /v1/invitations/accept` */
export const acceptInvitationEndpoint = endpoint({
  method: "POST",
  path: "/v1/invitations/accept",
  summary: "Accept an invitation",
  description:
    "Makes the user whom the link invites. `token` is the last part of the link. A token that was used, taken back, has " +
    "expired or never was is answered alike (404 `invitation_not_found`). Sign in afterwards.",
  tag,
  action: "invitation.accept",
  etag: false,
  body: InvitationAcceptance,
  example: {
    token: "dGhpcyBpcyBhbiBleGFtcGxlIG9mIGEgbGluaw",
    name: example.name,
    password: "a long pass phrase of hers",
  },
  responses: {
    201: {
      description: "The new user.",
      schema: User,
      example: {
        id: "0199a3c4-7d2e-7a32-8c1b-2a3b4c5d6e7f",
        email: example.email,
        name: example.name,
        role: example.role,
        mfaEnabled: false,
      },
    },
  },
  errors: [404, 409],
  accountLimit: { requests: 20, windowSeconds: 60 },
});
