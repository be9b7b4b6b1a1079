import type { HeadersFunction } from "@remix-run/node";

/** What a page about somebody's own identity says to caches: keep nothing (OWASP ASVS 5.0, 14.3.2). */
const PRIVATE = { "Cache-Control": "no-store" };

/** The `headers` export of such a page. What its loader or action sets besides is kept. */
export const privateHeaders: HeadersFunction = ({ loaderHeaders, actionHeaders, errorHeaders }) => {
  const all = new Headers(PRIVATE);
  for (const given of [loaderHeaders, actionHeaders, errorHeaders ?? []]) {
    for (const [name, value] of given) {
      // Cookies are added by Remix itself.
      if (name !== "set-cookie") all.set(name, value);
    }
  }
  return all;
};
