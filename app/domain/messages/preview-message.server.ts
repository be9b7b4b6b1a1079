import { prepareResponse } from "~/domain/alerts/prepare-response.server";
import type { Channel } from "~/domain/channels/channel";
import type { ChannelTemplates } from "~/domain/channels/channel-options";
import { getChannel } from "~/domain/channels/get-channel.server";
import { renderTemplate } from "~/domain/channels/render-template";
import { getMessageFacts } from "~/domain/deliveries/get-message-facts.server";
import type { Context } from "~/platform/context.server";
import type { OutgoingMessage } from "./outgoing-message";
import type { MessagePreview, PreviewRequest } from "./preview-request";
import { renderPayload } from "./render-payload";
import { type MessageSubject, sampleMessage, sampleSubject } from "./sample-message";
import { templateFields } from "./template-fields";

/**
 * Renders a message as it would be sent, by the renderers that send it. Sends nothing.
 *
 * @throws AppError `not_found` (the channel, the alert).
 */
export async function previewMessage(ctx: Context, request: PreviewRequest): Promise<MessagePreview> {
  const channel = request.channelId === undefined ? null : await getChannel(ctx, { id: request.channelId });
  const type = channel?.type ?? request.type ?? "discord";
  const templates = request.templates ?? channel?.templates ?? {};
  const now = new Date();
  const message = {
    ...sampleMessage(request, await subjectOf(ctx, request, { channel, now }), now),
    templates,
  };
  const payload = renderPayload(type, message, isHook(channel));
  return { type, payload, warnings: warningsOf({ type, message, templates, payload }, ctx.env.PUBLIC_URL) };
}

async function subjectOf(
  ctx: Context,
  { alertId }: PreviewRequest,
  { channel, now }: { channel: Channel | null; now: Date },
): Promise<MessageSubject> {
  const sample = sampleSubject(now, ctx.env.PUBLIC_URL);
  if (alertId === undefined) return sample;
  const { links, ...facts } = await getMessageFacts(ctx, { alertId });
  const response = isHook(channel) ? await prepareResponse(ctx, { alertId }) : null;
  const acknowledgeUrl = facts.alert.acknowledgedAt === null ? (sample.links.acknowledgeUrl ?? null) : null;
  return { ...facts, links: { ...links, acknowledgeUrl }, response };
}

function isHook(channel: Channel | null): boolean {
  return channel?.type === "webhook" && channel.config.kind === "hook";
}

interface Rendered extends MessagePreviewParts {
  message: OutgoingMessage;
  templates: ChannelTemplates;
}

type MessagePreviewParts = Pick<MessagePreview, "type" | "payload">;

function warningsOf({ type, message, templates, payload }: Rendered, publicUrl: string): string[] {
  const isOwn = [templates.title, templates.body].some((template) => template?.trim());
  const warnings: string[] = [];
  if (isOwn && type === "webhook") warnings.push("Webhooks carry the alert as data: templates are not used.");
  if (isOwn && type !== "webhook" && message.alert === null) {
    warnings.push("The message is about no alert: templates are not used.");
  }
  if (type !== "webhook" && message.alert !== null) warnings.push(...blankTemplates(message, templates));
  if (/\(cut; [\d,]+ characters in all\)/.test(JSON.stringify(payload))) {
    warnings.push("Something is cut, to stay within the limits of what is sent.");
  }
  if (isLocal(publicUrl)) {
    warnings.push(
      `Links lead to ${publicUrl}, which nobody else can open: PUBLIC_URL must be where people reach Sentinel.`,
    );
  }
  return warnings;
}

function blankTemplates(message: OutgoingMessage, templates: ChannelTemplates): string[] {
  const fields = templateFields(message);
  return (["title", "body"] as const)
    .filter((part) => templates[part]?.trim() && renderTemplate(templates[part], fields, (text) => text).trim() === "")
    .map((part) => `The ${part} says nothing here: the usual one is sent.`);
}

function isLocal(publicUrl: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(publicUrl).hostname);
}
