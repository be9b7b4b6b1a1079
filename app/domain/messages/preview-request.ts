import { z } from "zod";

import { ChannelType } from "~/domain/channels/channel";
import { ChannelTemplates } from "~/domain/channels/channel-options";
import { DeliveryPurpose } from "~/domain/deliveries/delivery-purpose";
import { Id, Severity } from "~/domain/shared-schemas";

/** What a message is to be shown for: a channel as it is, or a type of channel, with other templates if wanted. */
export const PreviewRequest = z
  .strictObject({
    channelId: Id.optional().describe("A channel, with its templates."),
    type: ChannelType.optional().describe("A type of channel instead."),
    templates: ChannelTemplates.optional().describe("In place of the channel's."),
    alertId: Id.optional().describe("A real alert; without one an example is shown."),
    severity: Severity.optional().describe("In place of the alert's."),
    messageType: z
      .enum([...DeliveryPurpose.options, "alert.acknowledged"])
      .default("alert.created")
      .describe("What is told."),
    group: z
      .int()
      .min(2, "must be 2 or more")
      .max(10_000, "must be at most 10,000")
      .optional()
      .describe("As if so many alerts were told in one message."),
  })
  .refine(({ channelId, type }) => (channelId === undefined) !== (type === undefined), {
    path: ["type"],
    error: "give either channelId or type",
  });
export type PreviewRequest = z.infer<typeof PreviewRequest>;

/** A message as it would be sent. */
export const MessagePreview = z.object({
  type: ChannelType,
  /** The vendor's own form: Discord's message, Telegram's, Slack's, PagerDuty's event, a mail, a webhook's body. */
  payload: z.record(z.string(), z.unknown()),
  /** What whoever reads the message will stumble over, a sentence each. */
  warnings: z.array(z.string()),
});
export type MessagePreview = z.infer<typeof MessagePreview>;
