import type { SealedChannel } from "~/domain/channels/load-channel-config.server";
import type { MessageFactsRow } from "./get-message-facts.server";

/** What a delivery's far side is and how it is doing, as far as a send is concerned. */
export interface ClaimedDestination {
  /** Of the far side as a whole; see `FAR_KEY`. */
  farKey: string;
  /** Of what is paced; see `PACE_KEY`. */
  paceKey: string;
  /** Null: as many as there are. */
  perMinute: number | null;
  /** It lets through one message, to see whether the far side is back. */
  isProbe: boolean;
  /** Sends have failed since the last success. */
  isDoubted: boolean;
}

/** A delivery that this process alone may send now. */
export interface ClaimedDelivery {
  id: string;
  alertId: string | null;
  channelId: string;
  purpose: string;
  /** Of an update: what happened. */
  change: string | null;
  /** Of an update: the far side's message that it changes, if there is one. */
  editRemoteId: string | null;
  critical: boolean;
  /** Sends so far that count against the retry ladder. */
  attempts: number;
  createdAt: Date;
  groupKey: string | null;
  /** See `DeliveryData`. */
  data: unknown;
  /** The delivery whose group the message tells of; null when it tells of one alert. */
  groupOf: string | null;
  /** How long it has been due, ms. */
  waitedMs: number;
  destination: ClaimedDestination;
  /** See `ChannelTemplates`. */
  templates: unknown;
  channel: SealedChannel;
  /** Null without an alert. */
  facts: MessageFactsRow | null;
}

/** What became of asking for a delivery. */
export type ClaimResult =
  | { kind: "claimed"; delivery: ClaimedDelivery }
  /** Already sent, failed, held, silenced, waiting for its destination, or in another process's hands. */
  | { kind: "not_due" }
  /** Not due yet, by the database's clock: this process's may run ahead of it. */
  | { kind: "later"; inMs: number }
  /** It waits for its destination, whose next turn comes after `inMs`. */
  | { kind: "parked"; paceKey: string; critical: boolean; inMs: number };
