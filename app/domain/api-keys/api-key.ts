import { z } from "zod";

import { Id, oneLine, Timestamp } from "~/domain/shared-schemas";
import { Role } from "~/domain/users/role";

/** A key for programs, as it is listed. The key itself is shown when it is made, and never again. */
export const ApiKey = z
  .object({
    id: Id,
    name: z.string(),
    role: Role.describe("What it may do at most; never more than its owner may at that moment."),
    prefix: z.string().describe("Its first characters, to recognise it by."),
    ownerId: Id,
    ownerName: z.string(),
    createdAt: Timestamp,
    lastUsedAt: Timestamp.nullable().describe("To the minute."),
    lastUsedIp: z.string().nullable(),
    expiresAt: Timestamp,
  })
  .meta({ id: "ApiKey" });
export type ApiKey = z.infer<typeof ApiKey>;

/** What a key is made from. */
export const NewApiKey = z.strictObject({
  name: oneLine(100),
  role: Role.optional().describe("At most your own, which it is when none is given."),
  expiresIn: z
    .int("must be whole days, 1 to 365")
    .min(1, "must be 1 to 365 days")
    .max(365, "must be 1 to 365 days")
    .describe("Days until it ends."),
});
export type NewApiKey = z.infer<typeof NewApiKey>;

/** A key that was just made. */
export const MadeApiKey = ApiKey.extend({
  key: z.string().describe("What goes into `Authorization: Bearer`. Shown only here."),
}).meta({ id: "MadeApiKey" });
