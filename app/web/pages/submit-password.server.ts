import { type AppLoadContext, data, redirect } from "@remix-run/node";

import { signInStep } from "~/components/account/sign-in-step";
import { AppError } from "~/domain/errors";
import { isDatabaseAway } from "~/web/api/is-database-away";
import { signIn } from "~/web/auth.server";
import { safeNext } from "~/web/safe-next";
import { pendingSignIn } from "./pending-sign-in.server";

/** What the sign-in page tells whom it didn't let in. `email` is as typed; a password never comes back. */
export interface SignInRefusal {
  message: string;
  email?: string;
}

/**
 * The first step of signing in: the password. Leads on when it is right, to the second step when the account has an
 * authenticator.
 *
 * @throws Response 403 when another site sent it.
 */
export async function submitPassword(request: Request, context: AppLoadContext) {
  const form = await request.clone().formData();
  const [email, password] = [String(form.get("email") ?? ""), String(form.get("password") ?? "")];
  try {
    return await signIn(request, context);
  } catch (error) {
    if (error instanceof AppError && error.slug === "totp_required") {
      const headers = { "Set-Cookie": await pendingSignIn(context).keep({ email, password }) };
      return redirect(signInStep("code", safeNext(form.get("next"))), { status: 303, headers });
    }
    return refusal(error, email);
  }
}

function refusal(error: unknown, email: string) {
  if (isDatabaseAway(error)) {
    const message = "The database can't be reached right now. Try again in a moment.";
    return data<SignInRefusal>({ email, message }, { status: 503 });
  }
  if (!(error instanceof AppError)) throw error;
  const wait = error.retryAfterSeconds;
  return data<SignInRefusal>(
    { email, message: error.message },
    {
      status: error.code === "rate_limited" ? 429 : 401,
      ...(wait === undefined ? {} : { headers: { "Retry-After": String(wait) } }),
    },
  );
}
