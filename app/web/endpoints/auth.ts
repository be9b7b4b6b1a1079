import { z } from "zod";

import { TokenPair } from "~/domain/tokens/token-pair";
import { endpoint } from "../api/endpoint";

const tag = "Authentication";
/** A pair as it looks; for examples. */
export const pairExample = {
  accessToken: "eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9.e30.c2lnbmF0dXJl",
  refreshToken: "sntl_rt_1_Zm9yIHRoZSBleGFtcGxlIG9ubHksIG5vdCBhIHRva2Vu",
  tokenType: "Bearer",
  expiresIn: 900,
};
const RefreshBody = z.strictObject({ refreshToken: z.string().min(1, "must not be empty").max(500) });
const refreshExample = { refreshToken: pairExample.refreshToken };

export const createToken = endpoint({
  method: "POST",
  path: "/v1/auth/token",
  summary: "Sign in with an email address and password",
  description:
    "Answers the same, in the same time, whether or not the account exists. An account with a second factor is answered " +
    "401 `totp_required` when only its code is missing. After ten failures for one account an address must wait five " +
    "minutes; after a hundred from everywhere, so must addresses that have not signed in to it before. The family of " +
    "refresh tokens ends after 14 days without use, and after 90 in any case.",
  tag,
  action: "auth.sign_in",
  body: z.strictObject({
    email: z.string().min(1, "must not be empty").max(254),
    password: z.string().min(1, "must not be empty").max(1024),
    totp: z
      .string()
      .max(64)
      .optional()
      .describe("The authenticator's code or a recovery code, for accounts that have a second factor."),
    expiresIn: z
      .int("must be whole seconds, 60 to 3600")
      .min(60, "must be 60 to 3600 seconds")
      .max(3600, "must be 60 to 3600 seconds")
      .default(900)
      .describe("Seconds the access token lives."),
  }),
  example: { email: "ada@example.com", password: "a long pass phrase of hers" },
  responses: { 200: { description: "Signed in.", schema: TokenPair, example: pairExample } },
  errors: [401],
  accountLimit: { requests: 30, windowSeconds: 60, account: "email" },
});

export const refreshToken = endpoint({
  method: "POST",
  path: "/v1/auth/refresh",
  summary: "Exchange a refresh token for a new pair",
  description:
    "Each refresh token works once. A spent one that comes again revokes its whole family. Of requests with one token " +
    "that are under way at the same time (two tabs), each gets a pair.",
  tag,
  action: "auth.refresh",
  body: RefreshBody,
  example: refreshExample,
  responses: { 200: { description: "A new pair.", schema: TokenPair, example: pairExample } },
  errors: [401],
  accountLimit: { requests: 60, windowSeconds: 60 },
});

export const revokeToken = endpoint({
  method: "POST",
  path: "/v1/auth/revoke",
  summary: "End the sign-in that a refresh token belongs to",
  description: "Its access tokens end too. A token that is not known is no error.",
  tag,
  action: "auth.sign_out",
  body: RefreshBody,
  example: refreshExample,
  responses: { 204: { description: "Ended." } },
  accountLimit: { requests: 60, windowSeconds: 60 },
});
