import type { AppLoadContext } from "@remix-run/node";

import { verifyApiKey } from "~/domain/api-keys/verify-api-key.server";
import { verifyAccessToken } from "~/domain/tokens/verify-access-token.server";

/** Whether the token or key that a request came with is good at this moment: asked of streams while they last. */
export async function isStillAllowed(request: Request, { ctx, ip }: AppLoadContext): Promise<boolean> {
  const token = (request.headers.get("Authorization") ?? "").replace(/^Bearer +/i, "");
  const caller = (await verifyAccessToken(ctx, token)) ?? (await verifyApiKey(ctx, token, ip));
  return caller !== null && !caller.mustEnroll;
}
