import type { Delivery, DeliveryAttempt, DeliveryDetail } from "~/domain/deliveries/delivery";
import { OUTCOME_WORDS } from "./delivery-looks";

/** What an update told. */
const CHANGES: Record<string, string> = {
  confirmed: "confirmed",
  failed: "failed",
  replaced: "replaced",
  cancelled: "cancelled",
  replacing: "being replaced",
  dropped: "dropped",
  reopened: "in the mempool again",
  reorganised: "its block was reorganised away",
  acknowledged: "acknowledged",
};

const PURPOSES: Record<string, string> = {
  "alert.created": "Alert",
  "alert.updated": "Update",
  "alert.escalated": "Reminder: nobody acknowledged",
  "delivery.failed": "Notice: another channel failed",
  "channel.failing": "Notice: a channel keeps failing",
  "silence.expiring": "Notice: a silence ends soon",
  "channel.test": "Test message",
};

const WAITS: Record<NonNullable<Delivery["waitsFor"]>, string> = {
  retry: "tried again",
  group: "gathers more of its kind",
  digest: "waits for the digest",
  quiet_hours: "waits for the end of the quiet hours",
  destination: "waits for its turn at the far side",
  channel: "until its channel is switched on",
};

const MANY = 10_000;

/** Why a delivery was made, in a few words. */
export function purposeWords({ purpose, change, fallbackForId }: Delivery): string {
  if (purpose === "alert.updated") return change === null ? "Update" : `Update: ${CHANGES[change] ?? change}`;
  if (purpose === "alert.created" && fallbackForId !== null) return "Alert, in place of a channel that failed";
  return PURPOSES[purpose] ?? purpose;
}

/** What a delivery waits for, in a few words; null when for nothing. */
export function waitWords({ waitsFor }: Delivery): string | null {
  return waitsFor === null ? null : WAITS[waitsFor];
}

/** What a parked delivery waits behind, as a sentence; `vendor` is the far side's name. */
export function placeSentence({ destination }: DeliveryDetail, vendor: string): string | null {
  if (destination === null) return null;
  const { waitingBefore, breaker } = destination;
  const before =
    waitingBefore === 0
      ? "it is the next one"
      : `${waitingBefore > MANY ? `more than ${MANY.toLocaleString("en-US")}` : waitingBefore.toLocaleString("en-US")} before it`;
  if (breaker === "closed") return `It waits for ${vendor}’s pace: ${before}.`;
  return `${vendor} has failed several times in a row and is left alone for a while; one message at a time finds out whether it is back. Then: ${before}.`;
}

/** How the attempt at `index` ended: what was to be tried again may have been, may be still to come, or was given up. */
export function outcomeWords(attempt: DeliveryAttempt, index: number, { attempts, state }: Delivery): string {
  if (attempt.outcome !== "retry" || index < attempts.length - 1) return OUTCOME_WORDS[attempt.outcome];
  return state === "failed" || state === "held" ? "failed, given up" : "failed, is tried again";
}

/** An update may end unsent: when something newer was told first. */
export function untriedWords({ state, lastError, groupedIntoId }: Delivery): string {
  if (groupedIntoId !== null) return "Another delivery’s message tells of this one too.";
  if (state === "delivered") return lastError ?? "Nothing had to be sent.";
  return state === "failed" || state === "suppressed" ? "It was not tried." : "Not tried yet.";
}

/** A duration for people, from milliseconds. */
export function durationWords(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}
