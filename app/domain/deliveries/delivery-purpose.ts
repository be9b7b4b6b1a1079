import { z } from "zod";

/**
 * Why a message is sent.
 * - `alert.created`: an alert's first message on a channel. `alert.updated`: what became of it, or who acknowledged it
 *   (`change: "acknowledged"`). `alert.escalated`: nobody has acknowledged it.
 * - `delivery.failed`: another channel could not be told of the alert.
 * - `channel.failing`: a channel keeps failing; to an operator.
 * - `silence.expiring`: a silence is about to end. `channel.test`: somebody pressed the button.
 */
export const DeliveryPurpose = z.enum([
  "alert.created",
  "alert.updated",
  "alert.escalated",
  "delivery.failed",
  "channel.failing",
  "silence.expiring",
  "channel.test",
]);
export type DeliveryPurpose = z.infer<typeof DeliveryPurpose>;

/** What a delivery says besides its alert (`deliveries.data`). */
export const DeliveryData = z.strictObject({
  /** Of `alert.escalated` and `channel.failing`: counted from 1 for people. */
  escalation: z
    .strictObject({ id: z.uuid(), policyName: z.string(), step: z.int(), steps: z.int(), round: z.int() })
    .optional(),
  /** Of `delivery.failed` and `channel.failing`, and of what goes to a fallback channel: which channel failed, and why. */
  failure: z
    .strictObject({ channelId: z.uuid(), channelName: z.string(), channelType: z.string(), reason: z.string() })
    .optional(),
  /** Of `silence.expiring`. */
  silence: z
    .strictObject({ id: z.uuid(), summary: z.string(), reason: z.string(), endsAt: z.iso.datetime() })
    .optional(),
});
export type DeliveryData = z.infer<typeof DeliveryData>;
