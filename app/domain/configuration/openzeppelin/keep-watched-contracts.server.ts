import { normalizeAddress } from "~/domain/transactions/address";
import { furtherAbis, unionAbi } from "~/domain/watchlists/union-abi";
import type { Context } from "~/platform/context.server";
import type { ConfigurationFile } from "../configuration";
import { watchlistName } from "../object-names";

/** What the further ABI of a contract is called. */
const ABI_NAME = "OpenZeppelin Monitor";

/**
 * Of contracts that are watched already only the ABI is completed: by what theirs lacks, as a further ABI. Everything
 * else of them is somebody's work and stays.
 */
export async function keepWatchedContracts(
  ctx: Pick<Context, "db">,
  configuration: ConfigurationFile,
): Promise<ConfigurationFile> {
  const wanted = configuration.watchlists ?? [];
  const addresses = wanted.flatMap(({ address }) => {
    const read = normalizeAddress(address);
    return read.ok ? [read.address] : [];
  });
  const rows = await ctx.db.watchlistEntry.findMany({
    where: { address: { in: addresses } },
    include: { network: { select: { name: true } } },
  });
  const known = new Map(rows.map((row) => [watchlistName({ network: row.network.name, address: row.address }), row]));
  const watchlists = wanted.map((entry) => {
    const row = known.get(watchlistName(entry));
    if (row === undefined) return entry;
    const own = Array.isArray(row.abi) ? row.abi : null;
    const given = Array.isArray(entry.abi) ? entry.abi : [];
    const { name, tags, watchControl, enabled } = row;
    const kept = { name, network: row.network.name, address: entry.address, tags, watchControl, enabled };
    return { ...kept, ...completedAbis({ own, abis: row.abis }, given) };
  });
  return { ...configuration, watchlists };
}

function completedAbis({ own, abis }: { own: unknown[] | null; abis: unknown }, given: readonly unknown[]) {
  const further = furtherAbis(abis);
  const there = new Set((unionAbi({ abi: own, abis }) ?? []).map(signatureOf));
  const missing = given.filter((item) => !there.has(signatureOf(item)));
  if (missing.length === 0) return { abi: own, abis: further };
  if (own === null && further.length === 0) return { abi: [...missing], abis: [] };
  const before = further.find(({ name }) => name === ABI_NAME)?.abi ?? [];
  const others = further.filter(({ name }) => name !== ABI_NAME);
  return { abi: own, abis: [...others, { name: ABI_NAME, abi: [...before, ...missing] }] };
}

/** A function or event by its kind, name and types, whatever its parameters are called. */
function signatureOf(item: unknown): string {
  const { type, name, inputs = [] } = item as { type?: unknown; name?: unknown; inputs?: unknown };
  return JSON.stringify([type, name, typesOf(inputs)]);
}

function typesOf(inputs: unknown): unknown {
  if (!Array.isArray(inputs)) return [];
  return inputs.map(({ type, components }: { type?: unknown; components?: unknown }) => [type, typesOf(components)]);
}
