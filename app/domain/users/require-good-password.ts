import { AppError } from "~/domain/errors";
import { checkNewPassword } from "./check-new-password";

/**
 * Refuses a password that may not be chosen; see `checkNewPassword`.
 *
 * @param context The account's email and name.
 * @throws AppError `invalid_input` at `/password`.
 */
export function requireGoodPassword(password: string, context: readonly string[]): void {
  const wrong = checkNewPassword(password, context);
  if (wrong === null) return;
  throw new AppError("invalid_input", `The password ${wrong.detail}.`, {
    errors: [{ pointer: "/password", ...wrong }],
  });
}
