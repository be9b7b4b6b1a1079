import type { DeliveryState, WaitReason } from "./delivery";

/** The part of a delivery's row that says what it waits for. */
interface WaitingRow {
  state: DeliveryState;
  isParked: boolean;
  groupKey: string | null;
  nextAttemptAt: Date | null;
  attempts: number;
}

/** What a delivery waits for; null when it has ended, is being sent, or is on its way there. */
export function waitReasonOf({ state, isParked, groupKey, nextAttemptAt, attempts }: WaitingRow): WaitReason | null {
  if (state === "held") return "channel";
  if (state !== "queued") return null;
  if (isParked) return "destination";
  if (nextAttemptAt === null) return null;
  if (attempts > 0 || groupKey === null) return "retry";
  if (groupKey === "quiet") return "quiet_hours";
  return groupKey.startsWith("digest:") ? "digest" : "group";
}
