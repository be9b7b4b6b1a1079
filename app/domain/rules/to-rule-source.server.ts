import type { AddressLists } from "~/domain/conditions/condition-subject";
import type { ControlNode } from "~/domain/control/control-graph";
import { AppError } from "~/domain/errors";
import { unionAbi } from "~/domain/watchlists/union-abi";
import type { Context } from "~/platform/context.server";
import type { RuleSnapshot } from "./rule-snapshot";
import type { RuleSource, WatchedContract } from "./rule-source";
import { savedListsIn } from "./saved-lists-in";
import { type WatchedEntry, watchedContracts, watchedOf } from "./watched-contracts";

/** A rule that may be neither saved nor enabled, as the matcher compiles it, with the address lists it names. */
export interface ResolvedRule {
  source: RuleSource;
  lists: AddressLists;
}

type Database = Pick<Context, "db">;
type Scope = Pick<RuleSource, "addresses" | "contractName" | "abi" | "contracts">;

const ENTRY = {
  ...{ id: true, name: true, address: true, tags: true, watchControl: true },
  control: { select: { nodes: true } },
} as const;

/**
 * Resolves one rule on one network as `loadRuleSources` does all of them: its scope to addresses, the contracts'
 * names, its entry's ABIs, and the lists that its condition names.
 *
 * @throws AppError `invalid_input` (`/network`) when the rule looks at another network.
 */
export async function toRuleSource(
  ctx: Database,
  { rule, network }: { rule: RuleSnapshot; network: { id: string; name: string } },
): Promise<ResolvedRule> {
  const [scope, lists] = await Promise.all([scopeOf(ctx, rule, network), listsOf(ctx, rule.condition)]);
  const { id, version, name, severity, stage, trigger, side, watchlistId } = rule;
  const { signature, event, condition, cooldownSeconds, threshold, channels } = rule;
  const source: RuleSource = {
    ...{ id, version, name, severity, stage, trigger, side, watchlistId },
    ...{ signature, event, condition, cooldownSeconds, threshold, channels },
    networkId: network.id,
    network: network.name,
    ...scope,
  };
  return { source, lists };
}

async function scopeOf({ db }: Database, rule: RuleSnapshot, network: { id: string; name: string }): Promise<Scope> {
  const none = { contractName: null, abi: null };
  if (rule.watchlistId !== null) {
    const select = { ...ENTRY, networkId: true, abi: true, abis: true };
    const row = await db.watchlistEntry.findUnique({ where: { id: rule.watchlistId }, select });
    if (row === null || row.networkId !== network.id) throw elsewhere(network.name);
    const entry = toEntry(row);
    const contracts = watchedContracts([entry]);
    return { addresses: watchedOf(entry), contractName: entry.name, abi: unionAbi(row), contracts };
  }
  if (rule.tag !== null) {
    const where = { networkId: network.id, enabled: true, tags: { has: rule.tag } };
    const entries = (await db.watchlistEntry.findMany({ where, select: ENTRY })).map(toEntry);
    return { ...none, addresses: [...new Set(entries.flatMap(watchedOf))], contracts: watchedContracts(entries) };
  }
  if (rule.addressListId !== null) {
    const where = { listId: rule.addressListId };
    const listed = await db.addressListEntry.findMany({ where, select: { address: true } });
    const contracts = await allContracts({ db }, network.id);
    return { ...none, addresses: listed.map(({ address }) => address), contracts };
  }
  if (rule.networkId !== network.id) throw elsewhere(network.name);
  return { ...none, addresses: null, contracts: await allContracts({ db }, network.id) };
}

async function allContracts({ db }: Database, networkId: string): Promise<Map<string, WatchedContract>> {
  const rows = await db.watchlistEntry.findMany({ where: { networkId, enabled: true }, select: ENTRY });
  return watchedContracts(rows.map(toEntry));
}

interface EntryRow extends Omit<WatchedEntry, "control"> {
  watchControl: boolean;
  control: { nodes: unknown } | null;
}

function toEntry({ watchControl, control, ...entry }: EntryRow): WatchedEntry {
  return { ...entry, control: watchControl && control !== null ? (control.nodes as ControlNode[]) : null };
}

async function listsOf({ db }: Database, condition: string | null): Promise<AddressLists> {
  const names = savedListsIn(condition).map((name) => name.toLowerCase());
  if (names.length === 0) return new Map();
  const lists = await db.addressList.findMany({
    where: { name: { in: names } },
    select: { name: true, entries: { select: { address: true } } },
  });
  return new Map(lists.map(({ name, entries }) => [name, new Set(entries.map(({ address }) => address))]));
}

function elsewhere(network: string): AppError {
  const detail = `is not where the rule looks: it does not watch ${network}`;
  return new AppError("invalid_input", `network: ${detail}.`, {
    errors: [{ pointer: "/network", detail, code: "network_mismatch" }],
  });
}
