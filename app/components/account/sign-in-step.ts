import { paths } from "~/paths";

/** Where a sign-in stands: asked for the password, for a code, for a recovery code, or told that it took too long. */
type SignInStep = "password" | "code" | "recovery" | "expired";

/** The sign-in page at a step, on the way to `next`. */
export function signInStep(step: SignInStep, next: string): string {
  if (step === "password") return paths.signIn(next === "/" ? undefined : next);
  return `${paths.signIn()}?${new URLSearchParams({ step, ...(next === "/" ? {} : { next }) })}`;
}
