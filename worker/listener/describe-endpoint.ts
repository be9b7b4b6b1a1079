/**
 * `host[:port]` of an RPC URL: all of it that may be shown or logged, because paths, queries and user names hold
 * API keys.
 */
export function describeEndpoint(url: string): string {
  if (!URL.canParse(url)) return "invalid URL";
  return new URL(url).host || "invalid URL";
}
