import { randomBytes } from "node:crypto";

import { type AppLoadContext, createCookie } from "@remix-run/node";
import { z } from "zod";

import { SecretError, type Secrets } from "~/platform/secrets.server";

/** How long somebody may look for their authenticator. */
const VALID_SECONDS = 5 * 60;
const AAD = "cookie:pending-sign-in:value";

/** Each is taken once, whichever instance it comes to. */
const ONCE = { name: "pending sign-in", points: 1, durationSeconds: VALID_SECONDS, shared: true };

/** A sign-in whose password was right and whose code is still to come. */
const Pending = z.object({
  id: z.string(),
  email: z.string(),
  password: z.string(),
  /** Unix time, ms; wrong codes don't prolong it. */
  untilMs: z.number(),
});
type Pending = z.infer<typeof Pending>;

/**
 * Between the two steps of a sign-in nothing is trusted but what the first proved, so all of it is proved again with
 * the code: the credentials wait in a cookie that only this server can open (AES-256-GCM), that no script reads, and
 * that is good once and for five minutes. They never stand in a page.
 */
export function pendingSignIn({ ctx }: Pick<AppLoadContext, "ctx">) {
  const secure = ctx.env.PUBLIC_URL.startsWith("https:");
  const cookie = createCookie(secure ? "__Host-sentinel-step" : "sentinel-step", {
    httpOnly: true,
    sameSite: "strict",
    secure,
    path: "/",
  });

  const find = async (request: Request): Promise<Pending | null> => {
    const sealed: unknown = await cookie.parse(request.headers.get("Cookie"));
    const pending = typeof sealed === "string" ? open(ctx.secrets, sealed) : null;
    return pending !== null && pending.untilMs > Date.now() ? pending : null;
  };
  return {
    /** What waits, to tell on the page; null when nothing does. */
    find,
    /** The same to go on with: it can't be taken again, neither here nor by another instance. */
    async take(request: Request): Promise<Pending | null> {
      const pending = await find(request);
      if (pending === null) return null;
      return (await ctx.limiters.of(ONCE).consume(pending.id)).allowed ? pending : null;
    },
    /** The header that makes it wait; `untilMs` of the one before when a code was wrong. */
    keep({ email, password, untilMs }: { email: string; password: string; untilMs?: number }): Promise<string> {
      const until = untilMs ?? Date.now() + VALID_SECONDS * 1000;
      const pending: Pending = { id: randomBytes(16).toString("base64url"), email, password, untilMs: until };
      const maxAge = Math.max(1, Math.ceil((until - Date.now()) / 1000));
      return cookie.serialize(ctx.secrets.encrypt(JSON.stringify(pending), AAD), { maxAge });
    },
    /** The header that forgets it. */
    forget: () => cookie.serialize("", { maxAge: 0 }),
  };
}

function open(secrets: Secrets, sealed: string): Pending | null {
  try {
    const parsed = Pending.safeParse(JSON.parse(secrets.decrypt(sealed, AAD)));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    // Tampered with, or sealed with a secret that is gone: as good as none.
    if (error instanceof SecretError) return null;
    throw error;
  }
}
