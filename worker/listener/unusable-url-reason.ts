/**
 * Why a URL can't be an endpoint, or null. Only WebSockets carry subscriptions: over HTTP a node has to be polled,
 * which shows a pending transaction up to a poll later and costs providers' quotas, so it is refused with a reason
 * instead of being slow without one.
 */
export function unusableUrlReason(url: string): string | null {
  if (url === "") return "its URL was encrypted with another SENTINEL_SECRET; give it again";
  if (!URL.canParse(url)) return "the URL is not valid";
  const { protocol, hash } = new URL(url);
  if (protocol === "http:" || protocol === "https:") {
    return "an HTTP address can't push pending transactions; use the node's WebSocket address (wss:// or ws://)";
  }
  if (protocol !== "ws:" && protocol !== "wss:") return "the URL must begin with wss:// or ws://";
  return hash ? "the URL must not have a fragment (#)" : null;
}
