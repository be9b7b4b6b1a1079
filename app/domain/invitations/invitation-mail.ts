import { INVITATION_DAYS, type Invitation } from "./invitation";

/** The text of the mail that brings a link. */
export function invitationMail({ name, role, invitedByName }: Invitation, url: string) {
  const by = invitedByName === null ? "You are" : `${invitedByName} has`;
  const text = [
    `Hello ${name},`,
    "",
    `${by} invited${invitedByName === null ? "" : " you"} to Sentinel as ${article(role)} ${role}. Choose a password here:`,
    "",
    url,
    "",
    `The link works once, for ${INVITATION_DAYS} days. Whoever has it can use it: do not pass it on.`,
    "If you did not expect this, do nothing.",
  ];
  return { subject: "You are invited to Sentinel", text: text.join("\n") };
}

function article(role: string): string {
  return /^[aeiou]/.test(role) ? "an" : "a";
}
