import { type AppLoadContext, data } from "@remix-run/node";

import type { TwoFactorAnswer } from "~/components/account/two-factor-answer";
import { AppError } from "~/domain/errors";
import { confirmTotp } from "~/domain/factors/confirm-totp.server";
import { disableTotp } from "~/domain/factors/disable-totp.server";
import { renewRecoveryCodes } from "~/domain/factors/renew-recovery-codes.server";
import { startTotp } from "~/domain/factors/start-totp.server";
import type { SessionUser } from "~/domain/users/find-session-user.server";
import { paths } from "~/paths";
import { actorOf } from "~/web/auth.server";
import { orConfirm } from "./or-confirm.server";
import { qrOf } from "./qr-of";

interface Change {
  user: SessionUser;
  formData: FormData;
  context: AppLoadContext;
}

/**
 * Does what a form of the second factor's page asks for: begin, confirm, renew the recovery codes, end.
 *
 * @throws Response to where the user proves anew who they are, when that was too long ago.
 */
export async function changeTwoFactor(change: Change) {
  try {
    return data(await orConfirm(answerTo(change), paths.twoFactor()));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const wrong = error.errors.find(({ code }) => code === "wrong_totp");
    if (wrong !== undefined)
      return data<TwoFactorAnswer>({ kind: "wrong-code", message: wrong.detail }, { status: 400 });
    const status = error.code === "rate_limited" ? 429 : 409;
    return data<TwoFactorAnswer>({ kind: "failed", message: error.message }, { status });
  }
}

async function answerTo({ user, formData, context }: Change): Promise<TwoFactorAnswer> {
  const { ctx } = context;
  const actor = actorOf(user, context);
  switch (formData.get("intent")) {
    case "start": {
      const { secret, uri } = await startTotp(ctx, { actor });
      return { kind: "started", enrolment: { secret, uri, qr: qrOf(uri) } };
    }
    case "confirm": {
      const code = String(formData.get("code") ?? "").replace(/\s+/g, "");
      const { recoveryCodes } = await confirmTotp(ctx, { actor, code });
      return { kind: "codes", recoveryCodes: { list: recoveryCodes }, isNew: true };
    }
    case "renew": {
      const { recoveryCodes } = await renewRecoveryCodes(ctx, { actor });
      return { kind: "codes", recoveryCodes: { list: recoveryCodes }, isNew: false };
    }
    case "disable":
      await disableTotp(ctx, { actor });
      return { kind: "disabled" };
    default:
      throw new Response("This form is not one of the page's.", { status: 400 });
  }
}
