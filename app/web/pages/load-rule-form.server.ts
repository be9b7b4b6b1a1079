import type { ContractChoices, RuleFormChoices } from "~/components/rules/rule-form-choices";
import { listAddressLists } from "~/domain/address-lists/list-address-lists.server";
import { listChannels } from "~/domain/channels/list-channels.server";
import { listEscalationPolicies } from "~/domain/escalations/list-escalation-policies.server";
import { listNetworks } from "~/domain/networks/list-networks.server";
import { getRule } from "~/domain/rules/get-rule.server";
import { listRules } from "~/domain/rules/list-rules.server";
import { parseAbi } from "~/domain/signatures/parse-abi";
import { getWatchlistEntry } from "~/domain/watchlists/get-watchlist-entry.server";
import { listWatchlistEntries } from "~/domain/watchlists/list-watchlist-entries.server";
import { unionAbi } from "~/domain/watchlists/union-abi";
import type { WatchlistEntry } from "~/domain/watchlists/watchlist-entry";
import type { Context } from "~/platform/context.server";
import { orAbsent } from "./or-absent";
import { suggestFromAbi, suggestFromTemplates } from "./rule-suggestions";

/**
 * Everything the rule's form offers to choose from. `watchlistId` adds what that contract's ABIs have, `inhibitedBy` the
 * rules that are chosen already.
 */
export async function loadRuleForm(
  ctx: Context,
  watchlistId: string | null,
  inhibitedBy: readonly string[] = [],
): Promise<RuleFormChoices> {
  const [entries, lists, networks, channels, policies, rules, entry] = await Promise.all([
    listWatchlistEntries(ctx, { limit: 100 }),
    listAddressLists(ctx, { limit: 100 }),
    listNetworks(ctx, { limit: 100, filter: { enabled: true } }),
    listChannels(ctx, { limit: 100 }),
    listEscalationPolicies(ctx, { limit: 100 }),
    listRules(ctx, { limit: 100 }),
    watchlistId === null ? null : getWatchlistEntry(ctx, { id: watchlistId }),
  ]);
  const unlisted = inhibitedBy.filter((id) => !rules.data.some((rule) => rule.id === id));
  const chosen = await Promise.all(unlisted.map((id) => getRule(ctx, { id }).catch(orAbsent)));
  const known = entries.data.map(({ id, name, network, tags }) => ({ id, name, network, tags }));
  const isMissing = entry !== null && !known.some(({ id }) => id === entry.id);
  return {
    entries: isMissing
      ? [{ id: entry.id, name: entry.name, network: entry.network, tags: entry.tags }, ...known]
      : known,
    tags: [...new Set(entries.data.flatMap(({ tags }) => tags))].sort(),
    lists: lists.data.map(({ name, size }) => ({ name, size })).sort((a, b) => (a.name < b.name ? -1 : 1)),
    networks: networks.data.map(({ name }) => name),
    channels: channels.data.map(({ id, name, type, enabled }) => ({ id, name, type, enabled })),
    policies: policies.data.map(({ id, name, enabled }) => ({ id, name, enabled })),
    rules: [...chosen.filter((rule) => rule !== null), ...rules.data].map(({ id, name, severity }) => ({
      id,
      name,
      severity,
    })),
    templates: suggestFromTemplates(),
    contract: entry === null ? null : contractChoices(entry),
  };
}

function contractChoices(entry: WatchlistEntry): ContractChoices {
  const { id, name } = entry;
  const union = unionAbi(entry);
  const parsed = union === null ? null : parseAbi(union);
  if (parsed === null || !parsed.ok) return { id, name, abi: null, suggestions: [] };
  const abi = parsed.abi
    .filter(({ type }) => type !== "error")
    .map(({ type, name, inputs, anonymous }) => ({ type, name, inputs, ...(anonymous ? { anonymous } : {}) }));
  return { id, name, abi, suggestions: suggestFromAbi(abi) };
}
