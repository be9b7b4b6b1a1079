import { type AppLoadContext, createCookieSessionStorage, type SessionStorage } from "@remix-run/node";

import type { Context } from "~/platform/context.server";

/** What the signed cookie holds. It is checked against the sign-in's row on each request. */
export interface SessionData {
  userId: string;
  sessionId: string;
  sessionVersion: number;
}

/** A sign-in ends after this long in any case. */
export const ABSOLUTE_MS = 7 * 24 * 60 * 60 * 1000;
/** A sign-in ends after this long without a request. */
export const IDLE_MS = 12 * 60 * 60 * 1000;

const storages = new WeakMap<Context, SessionStorage<SessionData>>();

/** The cookie: signed, stateless, out of reach of scripts. Over HTTPS it is bound to the host by its `__Host-` prefix. */
export function sessionStorage({ ctx }: Pick<AppLoadContext, "ctx">): SessionStorage<SessionData> {
  const existing = storages.get(ctx);
  if (existing) return existing;
  const secure = ctx.env.PUBLIC_URL.startsWith("https:");
  const made = createCookieSessionStorage<SessionData>({
    cookie: {
      name: secure ? "__Host-sentinel" : "sentinel",
      secrets: [ctx.secrets.key("session-cookie").toString("hex")],
      httpOnly: true,
      sameSite: "lax",
      secure,
      path: "/",
      maxAge: ABSOLUTE_MS / 1000,
    },
  });
  storages.set(ctx, made);
  return made;
}
