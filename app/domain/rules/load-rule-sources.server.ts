import type { Severity, Stage } from "~/domain/shared-schemas";
import { unionAbi } from "~/domain/watchlists/union-abi";
import type { Context } from "~/platform/context.server";
import type { RuleSource } from "./rule-source";
import type { RuleThreshold } from "./rule-threshold";
import type { RuleSide, RuleTrigger } from "./rule-trigger";
import { type WatchedEntry, watchedContracts, watchedOf } from "./watched-contracts";

interface RuleRow {
  id: string;
  version: number;
  name: string;
  severity: Severity;
  watchlist_id: string | null;
  tag: string | null;
  address_list_id: string | null;
  stage: Stage;
  trigger: RuleTrigger;
  side: RuleSide;
  signature: string | null;
  event: string | null;
  condition: string | null;
  cooldown_seconds: number;
  threshold: RuleThreshold | null;
  channels: string[];
}

/** Read only for entries that have a rule of their own: an ABI can be 256 KiB. */
type EntryRow = WatchedEntry & { abi: unknown; abis: unknown };

/** Raw, because Prisma's objects would make reading 100,000 rules several times slower; served by `watchlist_id`'s index. */
const SELECT_RULES = `
  SELECT id, version, name, severity::text, watchlist_id, tag, address_list_id, stage::text, trigger, side, signature,
    event, condition, cooldown_seconds, threshold, channels
  FROM rules
  WHERE enabled AND deleted_at IS NULL
    AND (watchlist_id IN (SELECT id FROM watchlist_entries WHERE network_id = $1 AND enabled)
         OR tag IS NOT NULL OR address_list_id IS NOT NULL OR network_id = $1)`;

const HAS_RULE = "EXISTS (SELECT FROM rules WHERE rules.watchlist_id = entry.id AND rules.enabled)";
const SELECT_ENTRIES = `
  SELECT entry.id, name, address, tags, graph.nodes AS control,
    CASE WHEN ${HAS_RULE} THEN abi END AS abi,
    CASE WHEN ${HAS_RULE} AND abis <> '[]' THEN abis END AS abis
  FROM watchlist_entries AS entry
    LEFT JOIN control_graphs AS graph ON graph.watchlist_id = entry.id AND entry.watch_control
  WHERE network_id = $1 AND enabled`;

/** One text a list: the client takes longer to read an array of 100,000 than everything else does. */
const SELECT_LISTS = `
  SELECT list_id, string_agg(address, ',') AS addresses FROM address_list_entries
  WHERE list_id IN (SELECT address_list_id FROM rules WHERE enabled AND deleted_at IS NULL)
  GROUP BY list_id`;

/**
 * Every rule of a network, for the matcher. Rules that are disabled or deleted, whose entry is disabled, whose tag no
 * enabled entry of the network carries, or whose list is empty, are left out. Three queries, however many rules there
 * are; what rules share (an entry's ABI, a scope's addresses) is the same object.
 *
 * @returns nothing when the network itself is disabled or unknown.
 */
export async function loadRuleSources(ctx: Context, networkId: string): Promise<RuleSource[]> {
  const network = await ctx.db.network.findFirst({ where: { id: networkId, enabled: true }, select: { name: true } });
  if (!network) return [];
  const [rules, entries, lists] = await Promise.all([
    ctx.sql.query<RuleRow>(SELECT_RULES, [networkId]),
    ctx.sql.query<EntryRow>(SELECT_ENTRIES, [networkId]),
    ctx.sql.query<{ list_id: string; addresses: string }>(SELECT_LISTS),
  ]);

  const contracts = watchedContracts(entries.rows);
  const scopeOfEntry = new Map(entries.rows.map((entry) => [entry.id, entryScope(entry)]));
  const scopeOfTag = groupByTag(entries.rows);
  const scopeOfList = new Map(lists.rows.map((row) => [row.list_id, { ...ANY, addresses: row.addresses.split(",") }]));
  const scopeOf = (row: RuleRow): ScopePart | undefined => {
    if (row.watchlist_id !== null) return scopeOfEntry.get(row.watchlist_id);
    if (row.tag !== null) return scopeOfTag.get(row.tag);
    return row.address_list_id === null ? ANY : scopeOfList.get(row.address_list_id);
  };
  return rules.rows.flatMap((row) => {
    // Absent also when an entry was disabled or deleted between the queries.
    const scope = scopeOf(row);
    return scope === undefined ? [] : [sourceOf(row, { networkId, network: network.name, contracts }, scope)];
  });
}

type ScopePart = Pick<RuleSource, "contractName" | "addresses" | "abi">;

/** Every address, read with no ABI. */
const ANY: ScopePart = { contractName: null, addresses: null, abi: null };

function entryScope(entry: EntryRow): ScopePart {
  return { contractName: entry.name, addresses: watchedOf(entry), abi: unionAbi(entry) };
}

/** Written out: spreading each of 100,000 rows takes several times as long. */
function sourceOf(
  row: RuleRow,
  { networkId, network, contracts }: Pick<RuleSource, "networkId" | "network" | "contracts">,
  { contractName, addresses, abi }: ScopePart,
): RuleSource {
  return {
    id: row.id,
    version: row.version,
    name: row.name,
    severity: row.severity,
    networkId,
    network,
    stage: row.stage,
    trigger: row.trigger,
    side: row.side,
    watchlistId: row.watchlist_id,
    contractName,
    addresses,
    contracts,
    signature: row.signature,
    event: row.event,
    condition: row.condition,
    abi,
    cooldownSeconds: row.cooldown_seconds,
    threshold: row.threshold,
    channels: row.channels,
  };
}

/** What the rules of a tag share: made once a tag, so that a thousand rules of one tag hold one list. */
function groupByTag(entries: readonly EntryRow[]): Map<string, ScopePart> {
  const grouped = new Map<string, Set<string>>();
  for (const entry of entries) {
    const watched = watchedOf(entry);
    for (const tag of entry.tags) {
      const tagged = grouped.get(tag) ?? new Set();
      for (const address of watched) tagged.add(address);
      grouped.set(tag, tagged);
    }
  }
  return new Map([...grouped].map(([tag, addresses]) => [tag, { ...ANY, addresses: [...addresses] }]));
}
