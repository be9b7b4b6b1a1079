import { z } from "zod";

/** Seconds an access token lives when nothing else is asked for. */
export const DEFAULT_EXPIRES_IN_SECONDS = 900;

/** What signing in by the API answers (the names are those of RFC 6749, 5.1, in this API's spelling). */
export const TokenPair = z
  .object({
    accessToken: z.string(),
    refreshToken: z.string(),
    tokenType: z.literal("Bearer"),
    expiresIn: z.int().describe("Seconds the access token lives."),
  })
  .meta({ id: "TokenPair" });
export type TokenPair = z.infer<typeof TokenPair>;
