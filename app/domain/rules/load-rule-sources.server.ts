import type { Severity } from "~/domain/shared-schemas";
import type { Context } from "~/platform/context.server";
import type { RuleSource } from "./rule-source";

interface RuleRow {
  id: string;
  version: number;
  name: string;
  severity: Severity;
  watchlist_id: string | null;
  tag: string | null;
  signature: string;
  cooldown_seconds: number;
  channels: string[];
}

interface EntryRow {
  id: string;
  name: string;
  address: string;
  tags: string[];
  /** Read only for entries that have a rule of their own: an ABI can be 256 KiB. */
  abi: unknown;
}

/** Raw, because Prisma's objects would make reading 100,000 rules several times slower; served by `watchlist_id`'s index. */
const SELECT_RULES = `
  SELECT id, version, name, severity::text, watchlist_id, tag, signature, cooldown_seconds, channels
  FROM rules
  WHERE enabled AND deleted_at IS NULL AND stage = 'pending' AND signature IS NOT NULL
    AND (watchlist_id IN (SELECT id FROM watchlist_entries WHERE network_id = $1 AND enabled)
         OR tag IS NOT NULL OR network_id = $1)`;

const SELECT_ENTRIES = `
  SELECT id, name, address, tags,
    CASE WHEN EXISTS (SELECT FROM rules WHERE rules.watchlist_id = watchlist_entries.id AND rules.enabled) THEN abi END AS abi
  FROM watchlist_entries
  WHERE network_id = $1 AND enabled`;

/**
 * Every rule that looks at pending transactions of a network, for the matcher. Rules that are disabled or deleted,
 * whose entry is disabled, or whose tag no enabled entry of the network carries, are left out. Two queries, however
 * many rules there are.
 *
 * @returns nothing when the network itself is disabled or unknown.
 */
export async function loadRuleSources(ctx: Context, networkId: string): Promise<RuleSource[]> {
  const network = await ctx.db.network.findFirst({ where: { id: networkId, enabled: true }, select: { id: true } });
  if (!network) return [];
  const [rules, entries] = await Promise.all([
    ctx.sql.query<RuleRow>(SELECT_RULES, [networkId]),
    ctx.sql.query<EntryRow>(SELECT_ENTRIES, [networkId]),
  ]);

  const entryById = new Map(entries.rows.map((entry) => [entry.id, entry]));
  const byTag = groupByTag(entries.rows);
  const allNames = namesOf(entries.rows);
  const sources: RuleSource[] = [];
  for (const row of rules.rows) {
    const base = sourceOf(row, networkId);
    if (row.watchlist_id !== null) {
      const entry = entryById.get(row.watchlist_id);
      // Absent when it was disabled or deleted between the two queries.
      if (entry) sources.push({ ...base, contractName: entry.name, addresses: [entry.address], abi: entry.abi });
    } else if (row.tag !== null) {
      const tagged = byTag.get(row.tag);
      if (tagged) sources.push({ ...base, ...tagged });
    } else {
      sources.push({ ...base, addressNames: allNames });
    }
  }
  return sources;
}

function sourceOf(row: RuleRow, networkId: string): RuleSource {
  const { id, version, name, severity, signature, channels } = row;
  return {
    id,
    version,
    name,
    severity,
    networkId,
    watchlistId: row.watchlist_id,
    contractName: null,
    addresses: null,
    signature,
    abi: null,
    cooldownSeconds: row.cooldown_seconds,
    channels,
  };
}

function namesOf(entries: readonly EntryRow[]): Record<string, string> {
  return Object.fromEntries(entries.map((entry) => [entry.address, entry.name]));
}

/** What the rules of a tag share: made once a tag, so that a thousand rules of one tag hold one list. */
function groupByTag(
  entries: readonly EntryRow[],
): Map<string, Required<Pick<RuleSource, "addresses" | "addressNames">>> {
  const grouped = new Map<string, EntryRow[]>();
  for (const entry of entries) {
    for (const tag of new Set(entry.tags)) {
      const tagged = grouped.get(tag);
      if (tagged) tagged.push(entry);
      else grouped.set(tag, [entry]);
    }
  }
  return new Map(
    [...grouped].map(([tag, tagged]) => [
      tag,
      { addresses: tagged.map((entry) => entry.address), addressNames: namesOf(tagged) },
    ]),
  );
}
