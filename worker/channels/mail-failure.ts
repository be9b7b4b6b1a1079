import { visibleText } from "~/domain/transactions/visible-text";
import type { Classification } from "./classify";

/** How a mail failed, ready to be written down. */
export interface MailFailure extends Classification {
  /** The server's reply code; null when there was none. */
  statusCode: number | null;
  /** The server's words. */
  responseBody: string | null;
}

/** What nodemailer adds to an error, as far as it is looked at. */
interface SmtpError {
  code: string;
  originalCode: string;
  command: string;
  response: string;
  responseCode: number | null;
  rejectedErrors: SmtpError[];
  message: string;
}

const MAX_SAID = 300;
const MAX_BODY = 4096;
const CERTIFICATE = /^(CERT_|ERR_TLS_CERT|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA)/;
const CERTIFICATE_WORDS = /certificate|self[- ]signed|altnames|unable to verify/i;
/** Codes with which a server says that it knows no such mailbox (RFC 5321, 4.2.3). */
const NO_MAILBOX = new Set([550, 551, 553]);

const NO_LOGIN = "It wants a user and a password, or TLS: give them in SMTP_URL.";

const NETWORK_WORDS: Record<string, string> = {
  ECONNREFUSED: "it refused the connection",
  ECONNRESET: "it reset the connection",
  EHOSTUNREACH: "its host cannot be reached",
  ENETUNREACH: "its network cannot be reached",
};

/**
 * What to do about a mail that was not taken (RFC 5321, 4.2.1: 4yz is for another try, 5yz is final). A channel is gone
 * only when every recipient of it is unknown; a sender, a password or a certificate that is refused is for whoever runs
 * Sentinel, and concerns every channel. Pure.
 */
export function mailFailure(thrown: unknown): MailFailure {
  const error = readError(thrown);
  const { responseCode, response } = error;
  const result = (outcome: Classification["outcome"], words: string): MailFailure => ({
    outcome,
    retryAfterMs: null,
    error: words,
    statusCode: responseCode,
    responseBody: response === "" ? null : response.slice(0, MAX_BODY),
  });

  if (isCertificate(error)) return result("fatal", "The mail server's TLS certificate is not valid.");
  if (responseCode === null) return withoutReply(error, result);
  const said = `The mail server answered ${visibleText(response, MAX_SAID) || responseCode}`;
  const ended = /[.!?…]$/.test(said) ? said : `${said}.`;
  // 503 says that the session was in the wrong state, not that the mail was refused.
  if (responseCode < 500 || responseCode === 503) return result("retry", ended);
  if (error.code === "EAUTH") return result("fatal", `${ended} The user or the password in SMTP_URL is not right.`);
  if (responseCode === 530) return result("fatal", `${ended} ${NO_LOGIN}`);
  if (error.command === "MAIL FROM") return result("fatal", `${ended} It refuses the sender, SMTP_FROM.`);
  return error.rejectedErrors.length > 0 && error.rejectedErrors.every(isUnknownMailbox)
    ? result("gone", `No recipient of this channel exists. ${ended}`)
    : result("fatal", ended);
}

function withoutReply(error: SmtpError, result: (outcome: "retry" | "fatal", words: string) => MailFailure) {
  switch (error.code) {
    case "ETIMEDOUT":
    case "EABORT":
      return result("retry", "The mail server did not answer in time.");
    case "EDNS":
      return result("retry", "The mail server's name could not be resolved.");
    case "ETLS":
    case "ECONNECTION":
    case "ESOCKET":
    case "EPROTOCOL": {
      const words = NETWORK_WORDS[error.originalCode] ?? "the connection ended before it took the mail";
      return result("retry", `The mail server could not be used: ${words}.`);
    }
    case "EAUTH":
      return result("fatal", NO_LOGIN);
    default:
      return result("fatal", `The mail could not be sent (${error.code || "unknown error"}).`);
  }
}

function isCertificate({ code, originalCode, message }: SmtpError): boolean {
  return CERTIFICATE.test(originalCode) || (code === "ETLS" && CERTIFICATE_WORDS.test(message));
}

/** 550 is also the answer to what a server's policy forbids (RFC 3463: 5.7.x), such as relaying: that is no missing mailbox. */
function isUnknownMailbox({ responseCode, response }: SmtpError): boolean {
  if (responseCode === null || !NO_MAILBOX.has(responseCode)) return false;
  const enhanced = /^\d{3}[ -]5\.(\d)\.(\d+)/.exec(response);
  return enhanced === null ? !/relay|spam|policy|blocked|denied/i.test(response) : enhanced[1] === "1";
}

function readError(thrown: unknown): SmtpError {
  const from: Record<string, unknown> = typeof thrown === "object" && thrown !== null ? { ...thrown } : {};
  const text = (key: string) => (typeof from[key] === "string" ? from[key] : "");
  return {
    code: text("code"),
    originalCode: text("originalCode"),
    command: text("command"),
    response: text("response"),
    responseCode: typeof from.responseCode === "number" ? from.responseCode : null,
    rejectedErrors: Array.isArray(from.rejectedErrors) ? from.rejectedErrors.map(readError) : [],
    message: thrown instanceof Error ? thrown.message : "",
  };
}
