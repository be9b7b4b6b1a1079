import type { Alert } from "~/domain/alerts/alert";
import type { FeedFilter } from "./feed-filter";

/** Whether an alert that just arrived belongs into the feed as it is filtered: the same rules as the server's query. */
export function matchesFilter(alert: Alert, filter: FeedFilter): boolean {
  return (
    (filter.severity.length === 0 || filter.severity.includes(alert.severity)) &&
    (filter.status.length === 0 || filter.status.includes(alert.status)) &&
    (filter.network === "" || filter.network === alert.network) &&
    (filter.watchlistId === "" || filter.watchlistId === alert.watchlistId) &&
    (filter.ruleId === "" || filter.ruleId === alert.ruleId) &&
    matchesText(alert, filter.q.toLowerCase())
  );
}

function matchesText(alert: Alert, text: string): boolean {
  if (text === "") return true;
  const exact = [alert.id, alert.ruleId, alert.watchlistId, alert.from, alert.to, alert.txHash, alert.replacedByHash];
  if (exact.some((value) => value?.toLowerCase() === text)) return true;
  const isHex = /^0x([0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
  if (isHex) return false;
  return (
    alert.title.toLowerCase().includes(text) ||
    alert.description.toLowerCase().includes(text) ||
    alert.txHash.startsWith(text)
  );
}
