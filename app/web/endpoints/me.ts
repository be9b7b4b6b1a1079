import { z } from "zod";

import { TokenPair } from "~/domain/tokens/token-pair";
import { PersonName, User } from "~/domain/users/user";
import { endpoint } from "../api/endpoint";
import { pairExample } from "./auth";

const tag = "Authentication";
const Password = z.string().min(1, "must not be empty").max(1024);

const example = {
  id: "0199a3c4-5b6e-7f00-8a1b-2c3d4e5f6071",
  email: "ada@example.com",
  name: "Ada",
  role: "analyst",
  mfaEnabled: true,
};

/** `GET /v1/me` */
export const getMe = endpoint({
  method: "GET",
  path: "/v1/me",
  summary: "The user that the token speaks for",
  tag,
  action: "account.read",
  responses: {
    200: {
      description: "The user.",
      schema: User,
      example,
    },
  },
});

/** `PATCH /v1/me` */
export const updateMe = endpoint({
  method: "PATCH",
  path: "/v1/me",
  summary: "Change your name",
  description: "The address and the role are not yours to change.",
  tag,
  action: "account.write",
  body: z.strictObject({ name: PersonName }),
  example: { name: "Ada Lovelace" },
  responses: {
    200: { description: "You, changed.", schema: User, example: { ...example, name: "Ada Lovelace" } },
  },
  errors: [412],
});

/** `POST /v1/me/confirm` */
export const confirmMe = endpoint({
  method: "POST",
  path: "/v1/me/confirm",
  summary: "Confirm who you are",
  description:
    "Changes of the second factor and of API keys ask for a sign-in of the last ten minutes, and are answered 403 " +
    "`reauthentication_required` otherwise. This counts as one, for the sign-in that the token belongs to.",
  tag,
  action: "account.write",
  body: z.strictObject({
    password: Password,
    totp: z.string().max(64).optional().describe("The authenticator's code or a recovery code, if you have them."),
  }),
  example: { password: "a long pass phrase of hers", totp: "492039" },
  responses: { 204: { description: "Confirmed." } },
});

/** `POST /v1/me/password` */
export const changeMyPassword = endpoint({
  method: "POST",
  path: "/v1/me/password",
  summary: "Change your password",
  description:
    "Ends every other sign-in of yours, of browsers and of API clients; API keys stay. The tokens in use end too: go on " +
    "with the pair that is answered.",
  tag,
  action: "account.write",
  body: z.strictObject({ currentPassword: Password, newPassword: Password }),
  example: { currentPassword: "a long pass phrase of hers", newPassword: "another and quite different one" },
  responses: { 200: { description: "Changed.", schema: TokenPair, example: pairExample } },
  errors: [409],
});
