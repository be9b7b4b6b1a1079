import { type AppLoadContext, data, redirect } from "@remix-run/node";

import { signInStep } from "~/components/account/sign-in-step";
import { AppError } from "~/domain/errors";
import { authenticate } from "~/domain/users/authenticate.server";
import { startSession } from "~/web/auth.server";
import { safeNext } from "~/web/safe-next";
import { assertSameOrigin } from "~/web/same-origin.server";
import { pendingSignIn } from "./pending-sign-in.server";
import type { SignInRefusal } from "./submit-password.server";

/**
 * The second step of signing in: the code of the authenticator, or a recovery code. Back to the first when that was
 * more than five minutes ago.
 *
 * @throws Response 403 when another site sent it.
 */
export async function submitCode(request: Request, context: AppLoadContext) {
  assertSameOrigin(request, context);
  const form = await request.formData();
  const next = safeNext(form.get("next"));
  const waiting = pendingSignIn(context);
  const pending = await waiting.take(request);
  const startAgain = async () =>
    redirect(signInStep("expired", next), { status: 303, headers: { "Set-Cookie": await waiting.forget() } });
  if (pending === null) return startAgain();

  const { ctx, ip, requestId } = context;
  const { email, password, untilMs } = pending;
  // Authenticators show a code in groups.
  const totp = String(form.get("code") ?? "").replace(/\s+/g, "");
  const keepWaiting = async (message: string, status: number, wait?: number) => {
    const headers = new Headers({ "Set-Cookie": await waiting.keep({ email, password, untilMs }) });
    if (wait !== undefined) headers.set("Retry-After", String(wait));
    return data<SignInRefusal>({ message }, { status, headers });
  };
  if (totp === "") return keepWaiting("Type the code.", 400);
  try {
    const user = await authenticate(ctx, { email, password, totp, ip, requestId });
    const headers = new Headers({ ...(await startSession(user, request, context)) });
    headers.append("Set-Cookie", await waiting.forget());
    return redirect(next, { headers });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // The password was changed or the account disabled since the first step.
    if (error.slug === "wrong_credentials") return startAgain();
    return keepWaiting(error.message, error.code === "rate_limited" ? 429 : 401, error.retryAfterSeconds);
  }
}
