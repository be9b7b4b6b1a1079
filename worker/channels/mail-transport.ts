import { createTransport } from "nodemailer";

/** Below what a delivery may take in all; a mail server that needs longer is as good as away. */
const TIMEOUTS_MS = { connectionTimeout: 10_000, greetingTimeout: 10_000, dnsTimeout: 5_000, socketTimeout: 20_000 };
/** A connection is kept for the next mail of a burst and then closed, so that nothing holds a stopping process. */
const IDLE_MS = 5_000;
const MAX_CONNECTIONS = 3;

type MailTransport = ReturnType<typeof openTransport>;

const transports = new Map<string, MailTransport>();

/**
 * The pool of connections to a mail server, one for each URL. TLS is as the URL says: `smtps:` from the start, `smtp:`
 * by STARTTLS where the server offers it, `?requireTLS=true` never without. Certificates are always checked.
 *
 * @param url `SMTP_URL`; its query may set further options of nodemailer's SMTP transport.
 */
export function mailTransport(url: string): MailTransport {
  const open = transports.get(url) ?? openTransport(url);
  transports.set(url, open);
  return open;
}

function openTransport(url: string) {
  return createTransport({
    ...TIMEOUTS_MS,
    url,
    pool: true,
    maxConnections: MAX_CONNECTIONS,
    idleTimeout: IDLE_MS,
    // Only of a mail of which nothing was sent yet: its kept connection turned out to be closed.
    maxRequeues: 1,
    logger: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}
