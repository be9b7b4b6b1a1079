import { can } from "~/domain/access/can";
import { acknowledgeAlerts } from "~/domain/alerts/acknowledge-alerts.server";
import { readAcknowledgeData } from "~/domain/alerts/acknowledge-token.server";
import type { Context } from "~/platform/context.server";
import { listMessageAlerts } from "./list-message-alerts.server";
import { type TelegramPress, telegramName } from "./telegram-update";

/** Alerts acknowledged in one transaction: a digest may tell of thousands. */
const PER_TRANSACTION = 50;
const UNKNOWN = "This button is not one of this Sentinel's any more.";
const UNLINKED = "Link your Telegram account first: Sentinel → My account → Chat accounts.";

/**
 * Acknowledges what the pressed button's message tells of, in the name of the user whose chat account pressed it, when
 * their role may. Pressing again, or after somebody else, changes nothing and says who was first.
 *
 * @param channelIds the channels of the bot whose button it is.
 * @returns what to tell the person, at most 200 characters (Bot API, `answerCallbackQuery`).
 */
export async function answerPress(
  ctx: Context,
  { press, channelIds }: { press: TelegramPress; channelIds: readonly string[] },
): Promise<string> {
  const grant = readAcknowledgeData(ctx, press.data ?? "", channelIds);
  if (grant === null) return UNKNOWN;
  const identity = await ctx.db.chatIdentity.findUnique({
    where: { provider_externalId: { provider: "telegram", externalId: String(press.from.id) } },
    include: { user: true },
  });
  if (identity === null) return UNLINKED;
  const { user } = identity;
  if (user.disabledAt !== null) return "Your Sentinel account is disabled.";
  if (!can({ userId: user.id, role: user.role }, "alert.acknowledge"))
    return `Your role (${user.role}) may not acknowledge.`;

  const label = telegramName(press.from);
  if (label !== identity.label) await ctx.db.chatIdentity.updateMany({ where: { id: identity.id }, data: { label } });
  const remoteId = press.message ? `${press.message.chat.id}:${press.message.message_id}` : null;
  const ids = await listMessageAlerts(ctx, { ...grant, remoteId });
  const via = { kind: "telegram" as const, label };
  const actor = { userId: user.id, role: user.role };
  let [acknowledged, unchanged] = [0, 0];
  for (let at = 0; at < ids.length; at += PER_TRANSACTION) {
    const part = { actor, via, channelId: grant.channelId, ids: ids.slice(at, at + PER_TRANSACTION) };
    const done = await acknowledgeAlerts(ctx, part);
    acknowledged += done.acknowledged.length;
    unchanged += done.unchanged.length;
  }
  if (acknowledged > 0)
    return acknowledged === 1 && ids.length === 1 ? "Acknowledged." : `Acknowledged: ${acknowledged} alerts.`;
  return unchanged === 0 ? "This alert is not there any more." : alreadyWords(ctx, grant.alertId, user.id);
}

async function alreadyWords(ctx: Context, alertId: string, userId: string): Promise<string> {
  const alert = await ctx.db.alert.findUnique({
    where: { id: alertId },
    select: { acknowledgedAt: true, acknowledgedBy: { select: { id: true, name: true } } },
  });
  const by = alert?.acknowledgedBy ?? null;
  const who = by === null ? "" : by.id === userId ? " by you" : ` by ${by.name.slice(0, 80)}`;
  const at = alert?.acknowledgedAt?.toISOString() ?? null;
  const isToday = at?.slice(0, 10) === new Date().toISOString().slice(0, 10);
  const when = at === null ? "" : ` at ${isToday ? "" : `${at.slice(0, 10)} `}${at.slice(11, 16)} UTC`;
  return `Already acknowledged${who}${when}.`;
}
