import { User } from "~/domain/users/user";
import { endpoint } from "../api/endpoint";

export const getMe = endpoint({
  method: "GET",
  path: "/v1/me",
  summary: "The user that the token speaks for",
  tag: "Authentication",
  action: "account.read",
  responses: {
    200: {
      description: "The user.",
      schema: User,
      example: {
        id: "0199a3c4-5b6e-7f00-8a1b-2c3d4e5f6071",
        email: "ada@example.com",
        name: "Ada",
        role: "analyst",
        mfaEnabled: false,
      },
    },
  },
});
