import type { RuleFormChoices, SignatureSuggestion } from "~/components/rules/rule-form-choices";
import { listChannels } from "~/domain/channels/list-channels.server";
import { listNetworks } from "~/domain/networks/list-networks.server";
import { listRuleTemplates } from "~/domain/rules/list-rule-templates";
import { abiFunctions } from "~/domain/signatures/abi-functions";
import { findDangerSignature } from "~/domain/signatures/danger-signatures";
import { getWatchlistEntry } from "~/domain/watchlists/get-watchlist-entry.server";
import { listWatchlistEntries } from "~/domain/watchlists/list-watchlist-entries.server";
import type { Context } from "~/platform/context.server";

/** Functions of an ABI that are offered; more than this nobody reads through. */
const MAX_ABI_FUNCTIONS = 150;

/** Everything the rule's form offers to choose from. `watchlistId` adds the functions of that contract's ABI. */
export async function loadRuleForm(ctx: Context, watchlistId: string | null): Promise<RuleFormChoices> {
  const [entries, networks, channels, entry] = await Promise.all([
    listWatchlistEntries(ctx, { limit: 100 }),
    listNetworks(ctx, { limit: 100, filter: { enabled: true } }),
    listChannels(ctx, { limit: 100 }),
    watchlistId === null ? null : getWatchlistEntry(ctx, { id: watchlistId }),
  ]);
  const known = entries.data.map(({ id, name, network, tags }) => ({ id, name, network, tags }));
  const isMissing = entry !== null && !known.some(({ id }) => id === entry.id);
  return {
    entries: isMissing
      ? [{ id: entry.id, name: entry.name, network: entry.network, tags: entry.tags }, ...known]
      : known,
    tags: [...new Set(entries.data.flatMap(({ tags }) => tags))].sort(),
    networks: networks.data.map(({ name }) => name),
    channels: channels.data.map(({ id, name, type, enabled }) => ({ id, name, type, enabled })),
    templates: listRuleTemplates().map(({ signature, severity, category, description }) => ({
      signature,
      severity,
      category,
      why: description,
    })),
    contract: entry === null ? null : { name: entry.name, functions: functionsOf(entry.abi) },
  };
}

/** The functions of an ABI, those that are known to be dangerous first. */
function functionsOf(abi: unknown): SignatureSuggestion[] {
  const result = abiFunctions(abi ?? []);
  if (!result.ok) return [];
  const all = [...result.functions.names()].slice(0, MAX_ABI_FUNCTIONS).flatMap((name) => result.functions.named(name));
  const suggestions = all.map(({ signature, selector }) => {
    const danger = findDangerSignature(selector);
    return {
      signature: signature ?? selector,
      severity: danger?.severity ?? null,
      category: danger?.category ?? "other",
      why: danger?.why ?? null,
    };
  });
  return suggestions.sort((one, other) => Number(one.severity === null) - Number(other.severity === null));
}
