const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/**
 * How long a sign-in lives, ms (OWASP ASVS 5.0, 7.3.1 and 7.3.2). `idleMs` without a request (of a browser) or without a
 * new access token (of an API client), `absoluteMs` in any case.
 */
export const SESSION_LIFETIMES = {
  browser: { idleMs: 12 * HOUR_MS, absoluteMs: 7 * DAY_MS },
  token: { idleMs: 14 * DAY_MS, absoluteMs: 90 * DAY_MS },
} as const;

/** How long a sign-in that is over stays on record, ms, for whoever looks into it, and to know an address again. */
export const ENDED_SESSION_KEPT_MS = 90 * DAY_MS;
