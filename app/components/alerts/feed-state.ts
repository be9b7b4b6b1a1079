import type { Alert } from "~/domain/alerts/alert";

/** The feed: what is listed, and what waits to be until the reader asks for it. Newest first. */
export interface FeedState {
  shown: Alert[];
  waiting: Alert[];
  /** Ids that came live, for the short glow. */
  arrived: ReadonlySet<string>;
}

export type FeedEvent =
  | { type: "loaded"; alerts: Alert[] }
  | { type: "older"; alerts: Alert[] }
  | { type: "created"; alert: Alert; hold: boolean }
  | { type: "updated"; alert: Alert }
  | { type: "acknowledged"; ids: readonly string[]; at: string }
  | { type: "released" };

/** So that a tab left open over a weekend of attacks still scrolls. */
const MAX_ROWS = 1000;

/** The next state. Rows never move or vanish under the reader: a changed alert stays where it is. */
export function feedReducer(state: FeedState, event: FeedEvent): FeedState {
  switch (event.type) {
    case "loaded":
      return { shown: event.alerts, waiting: [], arrived: new Set() };
    case "older":
      return { ...state, shown: [...state.shown, ...unknownOf(state.shown, event.alerts)] };
    case "created": {
      if (isKnown(state, event.alert.id)) return patch(state, event.alert);
      if (event.hold) return { ...state, waiting: newestFirst([event.alert, ...state.waiting]) };
      const shown = newestFirst([event.alert, ...state.shown]);
      return { ...state, shown, arrived: new Set([...state.arrived, event.alert.id]) };
    }
    case "updated":
      return isKnown(state, event.alert.id) ? patch(state, event.alert) : state;
    case "acknowledged": {
      const ids = new Set(event.ids);
      return mapAlerts(state, (alert) =>
        ids.has(alert.id) && alert.status !== "acknowledged"
          ? { ...alert, status: "acknowledged", acknowledgedAt: event.at }
          : alert,
      );
    }
    case "released": {
      const ids = state.waiting.map((alert) => alert.id);
      const shown = newestFirst([...state.waiting, ...state.shown]);
      return { shown, waiting: [], arrived: new Set([...state.arrived, ...ids]) };
    }
  }
}

function isKnown({ shown, waiting }: FeedState, id: string): boolean {
  return shown.some((alert) => alert.id === id) || waiting.some((alert) => alert.id === id);
}

function patch(state: FeedState, changed: Alert): FeedState {
  return mapAlerts(state, (alert) => (alert.id === changed.id ? changed : alert));
}

function mapAlerts(state: FeedState, change: (alert: Alert) => Alert): FeedState {
  return { ...state, shown: state.shown.map(change), waiting: state.waiting.map(change) };
}

function newestFirst(alerts: Alert[]): Alert[] {
  return alerts.toSorted((one, other) => (one.detectedAt < other.detectedAt ? 1 : -1)).slice(0, MAX_ROWS);
}

function unknownOf(known: Alert[], alerts: Alert[]): Alert[] {
  const ids = new Set(known.map((alert) => alert.id));
  return alerts.filter((alert) => !ids.has(alert.id));
}
