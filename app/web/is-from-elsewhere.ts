/** What a browser says of where a request comes from. */
interface Provenance {
  /** `Sec-Fetch-Site` (Fetch Metadata), which every current browser sends and no page can change. */
  site: string | null;
  origin: string | null;
}

/**
 * Whether a change was sent by another site's page, perhaps with the user's cookie: by `Sec-Fetch-Site`, else by
 * `Origin`. A request with neither comes from no browser that could have been tricked.
 */
export function isFromElsewhere({ site, origin }: Provenance, own: readonly string[]): boolean {
  if (site !== null) return site !== "same-origin" && site !== "none";
  return origin !== null && !own.includes(origin);
}
