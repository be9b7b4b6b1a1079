import { checkPassword } from "./check-password";
import leaked from "./leaked-passwords.json";

/**
 * The passwords of at least eight characters that head the lists of leaked ones, as far as `checkPassword` doesn't know
 * them by its rules: what is left of the first 10,000 such in the frequency list of the zxcvbn-ts project
 * (@zxcvbn-ts/language-common 4.1.3, MIT). OWASP ASVS 5.0, 6.2.4 asks for 3,000.
 */
const LEAKED: ReadonlySet<string> = new Set(leaked.words.split(" "));

/**
 * Whether a password may be chosen, as `checkPassword`, and also not one of the leaked ones, however its ends are
 * decorated. For the server: the list is too long for a page.
 *
 * @param context The account's email and name.
 */
export function checkNewPassword(password: string, context: readonly string[] = []): ReturnType<typeof checkPassword> {
  const wrong = checkPassword(password, context);
  if (wrong !== null) return wrong;
  const lower = password.toLowerCase();
  const forms = [lower, lower.replace(/[^\p{L}\p{N}]+$/u, ""), lower.replace(/[\p{P}\p{S}\p{N}]+$/u, "")];
  if (!forms.some((form) => LEAKED.has(form))) return null;
  return { code: "common_password", detail: "is on the lists of leaked passwords: choose one that is not" };
}
