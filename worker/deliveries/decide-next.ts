import type { ClaimedDelivery } from "~/domain/deliveries/claim-result";
import type { AttemptRecord } from "~/domain/deliveries/record-attempt.server";
import type { SettledDestination } from "~/domain/deliveries/settle-destination.server";
import type { SendResult } from "../channels/channel-sender";
import { nextRetryDelayMs } from "../channels/retry-ladder";

/** How long a far side that asks for patience without saying how much of it is given, ms. */
export const DEFAULT_WAIT_MS = 5_000;

/** What is known when a send has ended. */
export interface Ended {
  delivery: Pick<ClaimedDelivery, "purpose" | "attempts" | "destination">;
  result: Pick<SendResult, "outcome" | "retryAfterMs">;
  settled: SettledDestination;
  /** The far side has asked for patience again and again, for longer than anybody can believe. */
  isWornOut: boolean;
  /** The channel has another configuration by now, or was switched on again: its far side may be there. */
  isRenewed: boolean;
}

/**
 * What a delivery becomes after a send: three retries on the ladder (2, 8, 32 s); waits that the far side asks for, and
 * the probes of a breaker that is open, burn none of them. What is gone is held until somebody has mended the channel.
 */
export function decideNext({ delivery, result, settled, isWornOut, isRenewed }: Ended): AttemptRecord["next"] {
  const { outcome } = result;
  if (outcome === "ok") return { state: "delivered" };
  // A test has a person waiting for it: one answer, no ladder.
  if (delivery.purpose === "channel.test") return { state: "failed" };
  if (outcome === "wait") {
    const inMs = result.retryAfterMs ?? DEFAULT_WAIT_MS;
    return isWornOut ? { state: "failed" } : { state: "queued", inMs, isFree: true, isParked: true };
  }
  if (outcome === "gone") {
    return isRenewed ? { state: "queued", inMs: 0, isFree: true, isParked: false } : { state: "held" };
  }
  if (outcome !== "retry") return { state: "failed" };
  if (delivery.destination.isProbe && settled.isOpen) {
    return { state: "queued", inMs: settled.inMs, isFree: true, isParked: true };
  }
  const inMs = nextRetryDelayMs(delivery.attempts);
  return inMs === null ? { state: "failed" } : { state: "queued", inMs, isFree: false, isParked: false };
}
