/** The title of each status that an error may have: the same for every problem of that status (RFC 9457, 3.1.3). */
export const PROBLEM_TITLES: Readonly<Record<number, string>> = {
  400: "The request is malformed",
  401: "Authentication is needed",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  406: "Not acceptable",
  409: "Conflict",
  412: "Precondition failed",
  413: "The request is too large",
  415: "Unsupported media type",
  422: "The request cannot be processed",
  428: "A precondition is required",
  429: "Too many requests",
  500: "Internal error",
  502: "The far side refused",
  503: "Temporarily unavailable",
};
