import type { RequestHandler } from "express";

const FORM = "application/x-www-form-urlencoded";
/** Pages with a field for a file, the only ones whose form is sent in parts. */
const TAKES_FILES = /^\/(configuration|lists)(\/|\.|$)/i;
/** What programs call, each with its own type of body. */
const NO_PAGE = /^\/(v1|hooks)(\/|$)/i;
const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses a body that no form of ours sends (RFC 9110, 15.5.16): a page's action could not read it, and would answer that
 * something went wrong on our side. No body at all is a form without fields.
 */
export function requireForm(): RequestHandler {
  return (request, response, next) => {
    if (SAFE.has(request.method) || NO_PAGE.test(request.path)) return next();
    const { headers } = request;
    const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
    if (Number(headers["content-length"] ?? 0) === 0) {
      headers["content-type"] = FORM;
      return next();
    }
    if (type === FORM || (type === "multipart/form-data" && TAKES_FILES.test(request.path))) return next();
    response.status(415).set("Accept", FORM).type("text").send("The form can't be read: it is of another type.\n");
  };
}
