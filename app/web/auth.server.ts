import { type AppLoadContext, redirect } from "@remix-run/node";
import { Authenticator } from "remix-auth";
import { FormStrategy } from "remix-auth-form";

import { can } from "~/domain/access/can";
import { permissionOf } from "~/domain/access/permission-of";
import type { Action } from "~/domain/access/permissions";
import type { Actor } from "~/domain/audit/actor";
import { type AuthenticatedUser, authenticate } from "~/domain/users/authenticate.server";
import { endSession } from "~/domain/users/end-session.server";
import { findSessionUser, type SessionUser } from "~/domain/users/find-session-user.server";
import type { Role } from "~/domain/users/role";
import { startBrowserSession } from "~/domain/users/start-browser-session.server";
import { safeNext } from "./safe-next";
import { assertSameOrigin } from "./same-origin.server";
import { ABSOLUTE_MS, IDLE_MS, sessionStorage } from "./session.server";

const SIGN_IN = "/sign-in";

/** Who is signed in; null when nobody is (any more). */
export async function findUser(request: Request, context: AppLoadContext): Promise<SessionUser | null> {
  const session = await sessionStorage(context).getSession(request.headers.get("Cookie"));
  const { userId, sessionId, sessionVersion } = session.data;
  if (userId === undefined || sessionId === undefined || sessionVersion === undefined) return null;
  return findSessionUser(context.ctx, { userId, sessionId, sessionVersion, idleMs: IDLE_MS });
}

/**
 * Who is signed in, if they may do this.
 *
 * @throws Response: a redirect to the sign-in page that leads back here, or 403.
 */
export async function requireUser(
  request: Request,
  context: AppLoadContext,
  action: Action = "interface.use",
): Promise<SessionUser> {
  const user = await findUser(request, context);
  if (user === null) throw redirect(`${SIGN_IN}${backTo(request)}`);
  if (can(actorOf(user, context), action)) return user;
  context.ctx.log.warn({ userId: user.id, role: user.role, action }, "not allowed");
  throw new Response(`This needs the role ${permissionOf(action).role}; yours is ${user.role}.`, { status: 403 });
}

/** The page to come back to: the one that was asked for, without what Remix adds for its own data requests. */
function backTo(request: Request): string {
  const url = new URL(request.url);
  url.searchParams.delete("_routes");
  url.searchParams.delete("_data");
  const next = safeNext(url.pathname.replace(/(^\/_root)?\.data$/, "") + url.search);
  return next === "/" ? "" : `?${new URLSearchParams({ next })}`;
}

/**
 * Signs in by a form with `email`, `password` and perhaps `next` (else the URL's), and leads on.
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
      const [email, password] = [form.get("email"), form.get("password")].map((value) => String(value ?? ""));
      return authenticate(context.ctx, { email: email ?? "", password: password ?? "", ip, requestId });
    }),
    "form",
  );
  const user = await authenticator.authenticate("form", request);
  return redirect(safeNext(next), { headers: await startSession(user, request, context) });
}

/** Starts a browser's session for who has authenticated (or just been made, at set-up): the header that sets the cookie. */
export async function startSession(
  user: { id: string; sessionVersion?: number },
  request: Request,
  context: AppLoadContext,
): Promise<{ "Set-Cookie": string }> {
  const userAgent = request.headers.get("User-Agent");
  const where = { userId: user.id, ip: context.ip, userAgent, lifetimeMs: ABSOLUTE_MS };
  const sessionId = await startBrowserSession(context.ctx, where);
  const storage = sessionStorage(context);
  const session = await storage.getSession();
  session.set("userId", user.id);
  session.set("sessionId", sessionId);
  session.set("sessionVersion", user.sessionVersion ?? 1);
  return { "Set-Cookie": await storage.commitSession(session) };
}

/** Ends the session on the server and in the browser, and leads to the sign-in page. */
export async function signOut(request: Request, context: AppLoadContext): Promise<Response> {
  assertSameOrigin(request, context);
  const user = await findUser(request, context);
  if (user !== null) await endSession(context.ctx, { actor: actorOf(user, context), sessionId: user.sessionId });
  const storage = sessionStorage(context);
  const session = await storage.getSession(request.headers.get("Cookie"));
  return redirect(SIGN_IN, { headers: { "Set-Cookie": await storage.destroySession(session) } });
}

/** The signed-in user as the actor of an operation. */
export function actorOf(user: SessionUser, { ip, requestId }: AppLoadContext): Actor & { userId: string; role: Role } {
  return { userId: user.id, role: user.role, sessionId: user.sessionId, ip, requestId };
}
