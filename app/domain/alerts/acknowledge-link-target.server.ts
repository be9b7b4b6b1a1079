import type { Context } from "~/platform/context.server";
import type { AcknowledgeLink, LinkedAlert } from "./acknowledge-link";
import { readAcknowledgeToken } from "./acknowledge-token.server";
import { AcknowledgedVia } from "./acknowledged-via";

/** What the token of a message's link leads to. Changes nothing: link previews ask for it too. */
export async function acknowledgeLinkTarget(
  ctx: Pick<Context, "db" | "secrets">,
  { token }: { token: string },
): Promise<AcknowledgeLink> {
  const grant = readAcknowledgeToken(ctx, token, new Date());
  if (grant === null) return { kind: "refused", reason: "forged" };
  if (grant === "expired") return { kind: "refused", reason: "expired" };
  const [alert, channel] = await Promise.all([
    findAlert(ctx, grant.alertId),
    ctx.db.channel.findUnique({ where: { id: grant.channelId }, select: { name: true, enabled: true } }),
  ]);
  if (alert === null) return { kind: "refused", reason: "alert_gone" };
  if (channel?.enabled !== true) return { kind: "refused", reason: "channel_gone" };
  return { kind: "alert", alert, channel: { id: grant.channelId, name: channel.name } };
}

async function findAlert({ db }: Pick<Context, "db">, id: string): Promise<LinkedAlert | null> {
  const row = await db.alert.findUnique({
    where: { id },
    select: {
      title: true,
      severity: true,
      txStatus: true,
      detectedAt: true,
      acknowledgedAt: true,
      acknowledgedVia: true,
      acknowledgedBy: { select: { name: true } },
    },
  });
  if (row === null) return null;
  const { title, severity, txStatus, detectedAt, acknowledgedAt, acknowledgedVia, acknowledgedBy } = row;
  const via = acknowledgedVia === null ? null : AcknowledgedVia.parse(acknowledgedVia);
  const acknowledged =
    acknowledgedAt === null ? null : { at: acknowledgedAt.toISOString(), name: acknowledgedBy?.name ?? null, via };
  return { id, title, severity, txStatus, detectedAt: detectedAt.toISOString(), acknowledged };
}
