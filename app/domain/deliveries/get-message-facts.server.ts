import type { Alert } from "~/domain/alerts/alert";
import { getAlert } from "~/domain/alerts/get-alert.server";
import type { Context } from "~/platform/context.server";

/** What a message about an alert is made from. */
export interface MessageFacts {
  alert: Alert;
  links: { alertUrl: string; explorerUrl: string | null };
  networkLabel: string;
  ruleName: string | null;
  contractName: string | null;
  runbookUrl: string | null;
}

/** Gathers them. @throws AppError `not_found` when there is no such alert. */
export async function getMessageFacts(ctx: Context, { alertId }: { alertId: string }): Promise<MessageFacts> {
  const alert = await getAlert(ctx, { id: alertId });
  const [rule, entry, network] = await Promise.all([
    ctx.db.rule.findUnique({ where: { id: alert.ruleId }, select: { name: true, runbookUrl: true } }),
    alert.watchlistId === null
      ? null
      : ctx.db.watchlistEntry.findUnique({ where: { id: alert.watchlistId }, select: { name: true } }),
    ctx.db.network.findUnique({ where: { name: alert.network }, select: { explorerUrl: true } }),
  ]);
  return {
    alert,
    links: {
      alertUrl: `${ctx.env.PUBLIC_URL}/alerts/${alert.id}`,
      explorerUrl: network?.explorerUrl ? `${network.explorerUrl}/tx/${alert.txHash}` : null,
    },
    networkLabel: alert.network,
    ruleName: rule?.name ?? null,
    contractName: entry?.name ?? null,
    runbookUrl: rule?.runbookUrl ?? null,
  };
}
