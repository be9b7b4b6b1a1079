import type { Navigation } from "@remix-run/react";

/**
 * Whether a page's form of an intent is on its way to the server. Not while the page is brought up to date after the
 * answer: a disabled button would swallow the Enter of somebody who corrects what was refused.
 */
export function isSubmitting({ state, formData }: Navigation, intent: string): boolean {
  return state === "submitting" && formData?.get("intent") === intent;
}
