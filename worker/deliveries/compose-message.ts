import { makeAcknowledgeData, makeAcknowledgeToken } from "~/domain/alerts/acknowledge-token.server";
import { prepareResponse } from "~/domain/alerts/prepare-response.server";
import { ChannelTemplates } from "~/domain/channels/channel-options";
import type { TypedConfig } from "~/domain/channels/typed-config";
import type { ClaimedDelivery } from "~/domain/deliveries/claim-result";
import { DeliveryData } from "~/domain/deliveries/delivery-purpose";
import { type GroupFacts, getGroupFacts } from "~/domain/deliveries/get-group-facts.server";
import { type MessageFacts, toMessageFacts } from "~/domain/deliveries/get-message-facts.server";
import type { GroupKind, MessageGroup, MessageType, OutgoingMessage } from "~/domain/messages/outgoing-message";
import { paths } from "~/paths";
import type { Context } from "~/platform/context.server";

/** By what a group's key begins with. */
const GROUP_KINDS: Record<string, GroupKind> = {
  rule: "rule",
  digest: "digest",
  quiet: "quiet_hours",
  catch_up: "catch_up",
  failure: "failure",
  fallback: "failure",
  escalation: "escalation",
};
/** A link that acknowledges is good for a week from the message's making; one that was held gets its week from now. */
const FRESH_MS = 3_600_000;

/** What a delivery says, before it is rendered for its channel, and what the button of a chat sends back. */
export interface ComposedMessage {
  message: OutgoingMessage;
  acknowledgeData: string | null;
}

/** Gathers it from the state of now: a late message never says what is no longer so. */
export async function composeMessage(
  ctx: Context,
  delivery: ClaimedDelivery,
  channel: TypedConfig,
): Promise<ComposedMessage> {
  const group = delivery.groupOf === null ? null : await getGroupFacts(ctx, { leaderId: delivery.groupOf });
  const facts = group?.head ?? (delivery.facts === null ? null : toMessageFacts(ctx, delivery.facts));
  const about = DeliveryData.safeParse(delivery.data).data ?? null;
  const common = {
    type: typeOf(delivery),
    change: delivery.purpose === "alert.updated" ? delivery.change : null,
    timestamp: delivery.createdAt.toISOString(),
    about,
    templates: ChannelTemplates.safeParse(delivery.templates).data ?? null,
  };
  if (facts === null) {
    const names = { networkLabel: "", ruleName: null, contractName: null, runbookUrl: null };
    const links = { alertUrl: ctx.env.PUBLIC_URL + pathAbout(about), explorerUrl: null, acknowledgeUrl: null };
    const sample = delivery.purpose === "channel.test";
    return { message: { ...common, ...names, alert: null, sample, links }, acknowledgeData: null };
  }

  const isOpen = group === null && facts.acknowledged === null;
  const grant = { alertId: facts.alert.id, channelId: delivery.channelId };
  const isHook = channel.type === "webhook" && channel.config.kind === "hook";
  const message = {
    ...common,
    ...facts,
    links: { ...facts.links, acknowledgeUrl: isOpen ? acknowledgeUrl(ctx, delivery, grant) : null },
    group: group === null ? null : messageGroup(ctx, group),
    response: isHook ? await prepareResponse(ctx, { alertId: facts.alert.id }) : null,
  };
  return { message, acknowledgeData: isOpen ? makeAcknowledgeData(ctx, grant) : null };
}

function typeOf({ purpose, change }: ClaimedDelivery): MessageType {
  switch (purpose) {
    case "alert.updated":
      return change === "acknowledged" ? "alert.acknowledged" : "alert.updated";
    case "alert.escalated":
    case "delivery.failed":
    case "channel.failing":
    case "silence.expiring":
    case "channel.test":
      return purpose;
    default:
      return "alert.created";
  }
}

function pathAbout(about: DeliveryData | null): string {
  if (about?.silence !== undefined) return paths.silence(about.silence.id);
  return about?.failure === undefined ? "" : paths.channel(about.failure.channelId);
}

function acknowledgeUrl(
  ctx: Context,
  { createdAt }: ClaimedDelivery,
  grant: { alertId: string; channelId: string },
): string {
  const now = new Date();
  // The same text on every try of a message.
  const madeAt = now.getTime() - createdAt.getTime() < FRESH_MS ? createdAt : now;
  return ctx.env.PUBLIC_URL + paths.acknowledgeLink(makeAcknowledgeToken(ctx, grant, madeAt));
}

function messageGroup(ctx: Context, group: GroupFacts): MessageGroup {
  const { groupKey, count, bySeverity, from, to, ruleId, first } = group;
  const search = ruleId === null ? `severity=${Object.keys(bySeverity).join(",")}` : `ruleId=${ruleId}`;
  return {
    kind: GROUP_KINDS[groupKey?.split(":")[0] ?? ""] ?? "rule",
    count,
    bySeverity,
    first: first.map(groupedAlert),
    from: from.toISOString(),
    to: to.toISOString(),
    feedUrl: ctx.env.PUBLIC_URL + paths.alerts(search),
  };
}

function groupedAlert({ alert, links, ruleName, contractName }: MessageFacts) {
  return { alert, alertUrl: links.alertUrl, ruleName, contractName };
}
