import type { RequestHandler } from "express";

const KIB = 1024;
/** Forms of a few fields; also all that anybody may send without being signed in. */
const SMALL_BYTES = 256 * KIB;
/** Forms that take lists of addresses and ABIs. */
const LARGE_BYTES = 8 * KIB * KIB;
/** The configuration's form takes a file, and the same again as text. */
const CONFIGURATION_BYTES = 24 * KIB * KIB;

/**
 * Refuses a form that is larger than its page could need, before any of it is read: Remix would collect all of it in
 * memory, from anybody. Its length must be said (RFC 9110, 15.5.12), as browsers do; the API counts for itself.
 */
export function limitPageBody(): RequestHandler {
  return (request, response, next) => {
    const { path, headers } = request;
    const refuse = (status: number, words: string) => {
      response.status(status).type("text").send(`${words}\n`);
    };
    if (/^\/v1(\/|$)/.test(path)) return next();
    if (headers["transfer-encoding"] !== undefined) return refuse(411, "The length of the form must be given.");
    if (Number(headers["content-length"] ?? 0) <= limitOf(path)) return next();
    return refuse(413, "The form is too large.");
  };
}

function limitOf(path: string): number {
  if (/^\/configuration(\/|\.|$)/i.test(path)) return CONFIGURATION_BYTES;
  return /^\/(lists|watchlists|rules|channels)\//i.test(path) ? LARGE_BYTES : SMALL_BYTES;
}
