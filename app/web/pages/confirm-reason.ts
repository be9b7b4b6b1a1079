import { paths } from "~/paths";

/** Why somebody is asked to prove anew who they are, told by where they are going: half a sentence. */
export function confirmReason(next: string): string {
  const path = next.split(/[?#]/)[0] ?? "";
  if (path === paths.twoFactor()) return "before you change how you sign in";
  if (path === paths.apiKeys()) return "before you make a key that acts for you";
  if (path.startsWith(paths.people())) return "before you change what somebody may do here";
  return "before you go on";
}
