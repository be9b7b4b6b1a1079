import type { Hours } from "./channel-options";

/** When the hours that `at` lies in end; null when it lies in none. */
export function hoursEnd(hours: Hours | null, at: Date): Date | null {
  void hours;
  void at;
  return null;
}

/** When the hours begin next after `at`, which lies outside them; `at` itself when it lies inside, or there are none. */
export function hoursBegin(hours: Hours | null, at: Date): Date {
  void hours;
  return at;
}
