import { type AppLoadContext, redirect } from "@remix-run/node";
import { Authenticator } from "remix-auth";
import { FormStrategy } from "remix-auth-form";

import { can } from "~/domain/access/can";
import { permissionOf } from "~/domain/access/permission-of";
import type { Action } from "~/domain/access/permissions";
import { recordForbidden } from "~/domain/access/record-forbidden.server";
import type { Actor } from "~/domain/audit/actor";
import { endSession } from "~/domain/sessions/end-session.server";
import { renewSession } from "~/domain/sessions/renew-session.server";
import { type AuthenticatedUser, authenticate } from "~/domain/users/authenticate.server";
import { findSessionUser, type SessionUser } from "~/domain/users/find-session-user.server";
import type { Role } from "~/domain/users/role";
import { startBrowserSession } from "~/domain/users/start-browser-session.server";
import { paths } from "~/paths";
import { safeNext } from "./safe-next";
import { assertSameOrigin } from "./same-origin.server";
import { type SessionData, sessionStorage } from "./session.server";

/**
 * All that somebody sees who must set up a second factor first: the page for it, the one that confirms who they are, and
 * the frame's own state. Signing out asks for no user.
 */
const WITHOUT_FACTOR = new Set([
  paths.twoFactor(),
  new URL(paths.confirmIdentity(""), "http://x").pathname,
  paths.systemStatus(),
]);

/** Who is signed in; null when nobody is (any more). */
export async function findUser(request: Request, context: AppLoadContext): Promise<SessionUser | null> {
  const session = await sessionStorage(context).getSession(request.headers.get("Cookie"));
  const { userId, sessionId, sessionVersion } = session.data;
  if (userId === undefined || sessionId === undefined || sessionVersion === undefined) return null;
  return findSessionUser(context.ctx, { userId, sessionId, sessionVersion });
}

/**
 * Who is signed in, if they may do this.
 *
 * @throws Response: a redirect to the sign-in page that leads back here, or to the second factor's page when their role
 *   demands one that they lack; or 403.
 */
export async function requireUser(
  request: Request,
  context: AppLoadContext,
  action: Action = "interface.use",
): Promise<SessionUser> {
  const user = await findUser(request, context);
  if (user === null) throw redirect(`${paths.signIn()}${backTo(request)}`);
  if (user.mustEnroll && !WITHOUT_FACTOR.has(pageOf(request).pathname)) throw redirect(paths.twoFactor());
  const actor = actorOf(user, context);
  if (can(actor, action)) return user;
  await recordForbidden(context.ctx, { actor, action, reason: "role_too_low" });
  throw new Response(`This needs the role ${permissionOf(action).role}; yours is ${user.role}.`, { status: 403 });
}

/** The page that is asked for, without what Remix adds for its own data requests. */
function pageOf(request: Request): URL {
  const url = new URL(request.url);
  url.searchParams.delete("_routes");
  url.searchParams.delete("_data");
  url.pathname = url.pathname.replace(/(^\/_root)?\.data$/, "");
  return url;
}

/** The page to come back to, as the sign-in page's query. */
function backTo(request: Request): string {
  const { pathname, search } = pageOf(request);
  const next = safeNext(pathname + search);
  return next === "/" ? "" : `?${new URLSearchParams({ next })}`;
}

/**
 * Signs in by a form with `email`, `password` and perhaps `totp` and `next` (else the URL's), and leads on.
 *
 * @throws AppError `unauthenticated`, `rate_limited`: show its message on the form. @throws Response 403 from elsewhere.
 */
export async function signIn(request: Request, context: AppLoadContext): Promise<Response> {
  assertSameOrigin(request, context);
  let next: unknown = new URL(request.url).searchParams.get("next");
  const authenticator = new Authenticator<AuthenticatedUser>().use(
    new FormStrategy(async ({ form }) => {
      next = form.get("next") ?? next;
      const { ip, requestId } = context;
      const text = (name: string) => String(form.get(name) ?? "");
      const typed = { email: text("email"), password: text("password"), totp: text("totp") };
      return authenticate(context.ctx, { ...typed, ip, requestId });
    }),
    "form",
  );
  const user = await authenticator.authenticate("form", request);
  return redirect(safeNext(next), { headers: await startSession(user, request, context) });
}

/**
 * Starts a browser's session for who has authenticated (or just been made, at set-up): the header that sets the cookie.
 * Its id is always new, and the session that the browser had before ends (OWASP ASVS 5.0, 7.2.4).
 */
export async function startSession(
  user: { id: string; sessionVersion?: number },
  request: Request,
  context: AppLoadContext,
): Promise<SetCookie> {
  const former = await findUser(request, context);
  if (former !== null) {
    await endSession(context.ctx, { actor: actorOf(former, context), sessionId: former.sessionId });
  }
  const userAgent = request.headers.get("User-Agent");
  const sessionId = await startBrowserSession(context.ctx, { userId: user.id, ip: context.ip, userAgent });
  return cookieOf({ userId: user.id, sessionId, sessionVersion: user.sessionVersion ?? 1 }, context);
}

/**
 * Gives the browser's session a new id: the header that sets its new cookie; the one before is worth nothing any more.
 * To be called after `changePassword` (which ends every cookie of before) and after `confirmIdentity`.
 */
export async function reissueSession(user: SessionUser, context: AppLoadContext): Promise<SetCookie> {
  const renewed = await renewSession(context.ctx, { sessionId: user.sessionId, userId: user.id });
  if (renewed === null) throw redirect(paths.signIn());
  return cookieOf({ userId: user.id, ...renewed }, context);
}

type SetCookie = { "Set-Cookie": string };

async function cookieOf(data: SessionData, context: AppLoadContext): Promise<SetCookie> {
  const storage = sessionStorage(context);
  const session = await storage.getSession();
  session.set("userId", data.userId);
  session.set("sessionId", data.sessionId);
  session.set("sessionVersion", data.sessionVersion);
  return { "Set-Cookie": await storage.commitSession(session) };
}

/** Ends the session on the server and in the browser, and leads to the sign-in page. */
export async function signOut(request: Request, context: AppLoadContext): Promise<Response> {
  assertSameOrigin(request, context);
  const user = await findUser(request, context);
  if (user !== null) await endSession(context.ctx, { actor: actorOf(user, context), sessionId: user.sessionId });
  const storage = sessionStorage(context);
  const session = await storage.getSession(request.headers.get("Cookie"));
  return redirect(paths.signIn(), { headers: { "Set-Cookie": await storage.destroySession(session) } });
}

/** The signed-in user as the actor of an operation. */
export function actorOf(user: SessionUser, { ip, requestId }: AppLoadContext): Actor & { userId: string; role: Role } {
  return { userId: user.id, role: user.role, sessionId: user.sessionId, ip, requestId };
}
