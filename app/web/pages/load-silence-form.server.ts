import type { SilenceChoices } from "~/components/silences/silence-fields";
import { listNetworks } from "~/domain/networks/list-networks.server";
import { getRule } from "~/domain/rules/get-rule.server";
import { listRules } from "~/domain/rules/list-rules.server";
import { getWatchlistEntry } from "~/domain/watchlists/get-watchlist-entry.server";
import { listWatchlistEntries } from "~/domain/watchlists/list-watchlist-entries.server";
import type { Context } from "~/platform/context.server";
import { orAbsent } from "./or-absent";

interface Chosen {
  ruleId?: string | undefined;
  watchlistId?: string | undefined;
}

/** Everything the silence's form offers to choose from; what is chosen already is among it. */
export async function loadSilenceForm(ctx: Context, { ruleId, watchlistId }: Chosen): Promise<SilenceChoices> {
  const [rules, entries, networks] = await Promise.all([
    listRules(ctx, { limit: 100 }),
    listWatchlistEntries(ctx, { limit: 100 }),
    listNetworks(ctx, { limit: 100 }),
  ]);
  const isKnownRule = ruleId === undefined || rules.data.some(({ id }) => id === ruleId);
  const isKnownEntry = watchlistId === undefined || entries.data.some(({ id }) => id === watchlistId);
  const [rule, entry] = await Promise.all([
    isKnownRule ? null : getRule(ctx, { id: ruleId }).catch(orAbsent),
    isKnownEntry ? null : getWatchlistEntry(ctx, { id: watchlistId }).catch(orAbsent),
  ]);
  return {
    rules: [...(rule === null ? [] : [rule]), ...rules.data].map(({ id, name, severity }) => ({ id, name, severity })),
    entries: [...(entry === null ? [] : [entry]), ...entries.data].map(({ id, name, network }) => ({
      id,
      name,
      network,
    })),
    tags: [...new Set(entries.data.flatMap(({ tags }) => tags))].sort(),
    networks: networks.data.map(({ name }) => name),
  };
}
