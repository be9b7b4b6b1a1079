import { type AppLoadContext, createCookieSessionStorage, type SessionStorage } from "@remix-run/node";

import { SESSION_LIFETIMES } from "~/domain/sessions/session-lifetimes";
import type { Context } from "~/platform/context.server";

/** What the signed cookie holds. It is checked against the sign-in's row on each request. */
export interface SessionData {
  userId: string;
  sessionId: string;
  sessionVersion: number;
}

const storages = new WeakMap<Context, SessionStorage<SessionData>>();

/** The cookie: signed, stateless, out of reach of scripts. Over HTTPS it is bound to the host by its `__Host-` prefix. */
export function sessionStorage({ ctx }: Pick<AppLoadContext, "ctx">): SessionStorage<SessionData> {
  const existing = storages.get(ctx);
  if (existing) return existing;
  const secure = ctx.env.PUBLIC_URL.startsWith("https:");
  const made = createCookieSessionStorage<SessionData>({
    cookie: {
      name: secure ? "__Host-sentinel" : "sentinel",
      // The first signs; cookies that an earlier secret signed are good until they are issued anew.
      secrets: ctx.secrets.keys("session-cookie").map(({ key }) => key.toString("hex")),
      httpOnly: true,
      sameSite: "lax",
      secure,
      path: "/",
      maxAge: SESSION_LIFETIMES.browser.absoluteMs / 1000,
    },
  });
  storages.set(ctx, made);
  return made;
}
