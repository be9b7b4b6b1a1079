import type { TrialChoices } from "~/components/trials/trial-choices";
import { listNetworks } from "~/domain/networks/list-networks.server";
import type { Rule } from "~/domain/rules/rule";
import { getWatchlistEntry } from "~/domain/watchlists/get-watchlist-entry.server";
import type { Context } from "~/platform/context.server";

/** The networks on which a rule can be tried, each with its newest block as far as it is known. */
export async function loadTrialChoices(ctx: Context, rule: Rule): Promise<TrialChoices> {
  const [networks, entry] = await Promise.all([
    listNetworks(ctx, { limit: 100, filter: { enabled: true } }),
    rule.watchlistId === null ? null : getWatchlistEntry(ctx, { id: rule.watchlistId }),
  ]);
  const only = entry?.network ?? rule.network;
  const chosen = only === null ? networks.data : networks.data.filter(({ name }) => name === only);
  return {
    networks: chosen.map(({ name, health }) => {
      const heads = health.endpoints.flatMap(({ lastHeadNumber }) => lastHeadNumber ?? []);
      return { name, head: heads.length === 0 ? null : Math.max(...heads) };
    }),
  };
}
