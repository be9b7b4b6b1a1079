import { z } from "zod";

import { Id, Timestamp } from "~/domain/shared-schemas";

/** A sign-in that is still good, as its user sees it. */
export const UserSession = z
  .object({
    id: Id,
    kind: z.enum(["browser", "token"]).describe("`browser`: a cookie; `token`: a family of refresh tokens."),
    ip: z.string().nullable(),
    userAgent: z.string().nullable(),
    createdAt: Timestamp,
    lastSeenAt: Timestamp.describe("To the minute; of API clients when they last got an access token."),
    expiresAt: Timestamp.describe("Ends then in any case; earlier when it is not used."),
    current: z.boolean().describe("The one that this request is made under."),
  })
  .meta({ id: "UserSession" });
export type UserSession = z.infer<typeof UserSession>;
