import type { SealedChannel } from "~/domain/channels/load-channel-config.server";
import type { MessageFactsRow } from "./get-message-facts.server";

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
  /** Sends so far that count against the retry ladder. */
  attempts: number;
  createdAt: Date;
  /** What the message is made from, read with the claim; null where it has to be read yet. */
  alongside: { facts: MessageFactsRow | null; channel: SealedChannel } | null;
}

/** Why a delivery was not claimed. */
export type ClaimResult =
  | { kind: "claimed"; delivery: ClaimedDelivery }
  /** Already sent, failed, or in another process's hands. */
  | { kind: "not_due" }
  /** Not due yet, by the database's clock: this process's may run ahead of it. */
  | { kind: "later"; inMs: number };
