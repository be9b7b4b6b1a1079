import { DeliveryState } from "~/domain/deliveries/delivery";
import { Id } from "~/domain/shared-schemas";

/** Spans of time that can be chosen, milliseconds. */
export const PERIODS: Record<string, { words: string; ms: number }> = {
  "15m": { words: "15 minutes", ms: 900_000 },
  "1h": { words: "hour", ms: 3_600_000 },
  "6h": { words: "6 hours", ms: 21_600_000 },
  "24h": { words: "24 hours", ms: 86_400_000 },
  "7d": { words: "7 days", ms: 604_800_000 },
};

/** What the page of deliveries shows, as its URL says it; empty is all. */
export interface DeliverySearch {
  state: "" | DeliveryState;
  channelId: string;
  alertId: string;
  /** A key of `PERIODS`. */
  within: string;
}

/** Reads it from a URL; what makes no sense is left out. */
export function parseDeliverySearch(search: URLSearchParams): DeliverySearch {
  const id = (name: string) => Id.safeParse(search.get(name)?.toLowerCase()).data ?? "";
  const within = search.get("within") ?? "";
  return {
    state: DeliveryState.safeParse(search.get("state")).data ?? "",
    channelId: id("channelId"),
    alertId: id("alertId"),
    within: Object.hasOwn(PERIODS, within) ? within : "",
  };
}
