import { MessagePreview, PreviewRequest } from "~/domain/messages/preview-request";
import { endpoint } from "../api/endpoint";

/** `POST /v1/notifications/preview` */
export const previewEndpoint = endpoint({
  method: "POST",
  path: "/v1/notifications/preview",
  summary: "Show a message as it would be sent",
  description:
    "Rendered by what sends it, within the vendor's limits; nothing is sent, and secrets are masked. Without `alertId` " +
    "an example is shown. Templates are Mustache without partials and unescaped tags; errors carry the `position` of " +
    "what is wrong.",
  tag: "Channels",
  action: "channel.preview",
  etag: false,
  body: PreviewRequest,
  example: { type: "discord", templates: { title: "{{severity}}: {{title}}" }, severity: "high" },
  responses: {
    200: {
      description: "The message.",
      schema: MessagePreview,
      example: {
        type: "discord",
        payload: {
          embeds: [{ title: "high: Ownership of Sample Vault is being renounced", color: 16_214_805, fields: [] }],
          allowed_mentions: { parse: [] },
        },
        warnings: [],
      },
    },
  },
  errors: [404],
});
