import { createTransport } from "nodemailer";

import type { Context } from "~/platform/context.server";
import type { Invitation } from "./invitation";
import { invitationMail } from "./invitation-mail";

/** The admin waits for the answer: a mail server that needs longer is as good as away. */
const DEADLINE_MS = 10_000;
const TIMEOUTS_MS = { connectionTimeout: 5_000, greetingTimeout: 5_000, dnsTimeout: 5_000, socketTimeout: DEADLINE_MS };

/**
 * Mails the link to the invited, through the operator's own server (`SMTP_URL`; TLS as its URL says). False when there
 * is none or it did not take the mail, of which the log tells: the link can be handed on by other means.
 */
export async function sendInvitation(
  { env, log }: Pick<Context, "env" | "log">,
  { invitation, url }: { invitation: Invitation; url: string },
): Promise<boolean> {
  if (env.SMTP_URL === undefined || env.SMTP_FROM === undefined) return false;
  const transport = createTransport({
    ...TIMEOUTS_MS,
    url: env.SMTP_URL,
    logger: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from: env.SMTP_FROM,
      // As an object: no character of it can add a recipient or a header.
      to: { name: "", address: invitation.email },
      ...invitationMail(invitation, url),
      headers: { "Auto-Submitted": "auto-generated" },
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    return true;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    log.warn({ invitationId: invitation.id, code }, "the mail server did not take an invitation");
    return false;
  } finally {
    transport.close();
  }
}
