import { z } from "zod";

/** How an alert was acknowledged outside Sentinel (`alerts.acknowledged_via`). */
export const AcknowledgedVia = z.object({
  kind: z.enum(["telegram", "link"]),
  /** A person's name in the chat, or the name of the channel whose link was used. */
  label: z.string(),
});
export type AcknowledgedVia = z.infer<typeof AcknowledgedVia>;
