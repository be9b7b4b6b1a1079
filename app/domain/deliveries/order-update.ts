type State = "queued" | "sending" | "delivered" | "failed" | "held" | "suppressed";

/** One message about an alert on one channel, as far as its turn depends on it. */
export interface ChannelMessage {
  id: string;
  /** 0 for the first message, then counting its updates. */
  revision: number;
  state: State;
  /** Until its next try; 0 or less when it may go now. */
  dueInMs: number;
  /** It has not been tried, or put off, yet. */
  isFresh: boolean;
  /** The far side's id of the message that it made or edited. */
  remoteId: string | null;
}

/** What an update's turn is. */
export type UpdateTurn =
  /** `editRemoteId`: the message that it changes, where the far side has such things. */
  | { kind: "send"; editRemoteId: string | null }
  | { kind: "later"; inMs: number }
  /** It has been sent, or is in another process's hands. */
  | { kind: "not_due" }
  /** A newer state has been told. */
  | { kind: "superseded" }
  /** There is nothing to update: the first message did not arrive, or still waits and will tell the state of then. */
  | { kind: "pointless" };

const LOOK_AGAIN_MS = 500;

/**
 * Whose turn it is among one alert's messages on one channel: the first message comes first, one is sent at a time, and
 * an older state is never told after a newer one. An update whose far side was away does not hold up a newer one: it is
 * dropped when that has been told. Nothing updates what was silenced, has failed, or is held.
 */
export function orderUpdate(id: string, messages: readonly ChannelMessage[]): UpdateTurn {
  const own = messages.find((message) => message.id === id);
  const first = messages.find(({ revision }) => revision === 0);
  if (own?.state !== "queued") return { kind: "not_due" };
  if (first === undefined || ["failed", "suppressed", "held"].includes(first.state)) return { kind: "pointless" };
  const told = messages
    .filter(({ state }) => state === "delivered")
    .sort((one, other) => other.revision - one.revision);
  if ((told[0]?.revision ?? 0) > own.revision) return { kind: "superseded" };
  if (own.dueInMs > 0) return { kind: "later", inMs: own.dueInMs };
  if (first.state !== "delivered") return { kind: "later", inMs: Math.max(LOOK_AGAIN_MS, first.dueInMs) };
  const ahead = messages.filter((other) => {
    if (other.id === own.id) return false;
    return other.state === "sending" || (other.state === "queued" && other.revision < own.revision && other.isFresh);
  });
  if (ahead.length > 0) return { kind: "later", inMs: Math.max(LOOK_AGAIN_MS, ...ahead.map(({ dueInMs }) => dueInMs)) };
  return { kind: "send", editRemoteId: told.find(({ remoteId }) => remoteId !== null)?.remoteId ?? null };
}
