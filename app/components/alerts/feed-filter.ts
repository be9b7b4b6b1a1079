import type { AlertStatus } from "~/domain/alerts/alert";
import type { Severity } from "~/domain/shared-schemas";

/** What the feed shows. It lives in the URL, under the same names as the API's filters, so that a view can be shared. */
export interface FeedFilter {
  severity: Severity[];
  status: AlertStatus[];
  network: string;
  watchlistId: string;
  ruleId: string;
  q: string;
}

const SEVERITY: readonly Severity[] = ["critical", "high", "medium", "low", "info"];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const STATUS: readonly AlertStatus[] = ["pending", "confirmed", "dropped", "acknowledged"];

/** Views that the tabs offer: which statuses each means. */
export const FEED_VIEWS: readonly { label: string; status: readonly AlertStatus[] }[] = [
  { label: "All", status: [] },
  { label: "Unacknowledged", status: ["pending", "confirmed", "dropped"] },
  { label: "In the mempool", status: ["pending"] },
  { label: "Acknowledged", status: ["acknowledged"] },
];

/** Reads the filter; what isn't known is left out rather than refused: a link from a later version still shows something. */
export function parseFeedFilter(search: URLSearchParams): FeedFilter {
  const text = (name: string) => search.get(name)?.trim().slice(0, 200) ?? "";
  const id = (name: string) => (UUID.test(text(name)) ? text(name) : "");
  return {
    severity: listOf(search, "severity", SEVERITY),
    status: listOf(search, "status", STATUS),
    network: text("network"),
    watchlistId: id("watchlistId"),
    ruleId: id("ruleId"),
    q: text("q"),
  };
}

/** The filter as the part of the URL behind the `?`. */
export function feedSearch(filter: FeedFilter): string {
  const { severity, status, ...texts } = filter;
  const search = new URLSearchParams();
  if (severity.length > 0) search.set("severity", severity.join(","));
  if (status.length > 0) search.set("status", status.join(","));
  for (const [name, value] of Object.entries(texts)) if (value !== "") search.set(name, value);
  return search.toString().replaceAll("%2C", ",");
}

/** Whether anything is left out. */
export function isFiltered(filter: FeedFilter): boolean {
  return feedSearch(filter) !== "";
}

function listOf<T extends string>(search: URLSearchParams, name: string, known: readonly T[]): T[] {
  const asked = new Set(search.getAll(name).flatMap((value) => value.split(",")));
  return known.filter((value) => asked.has(value));
}
