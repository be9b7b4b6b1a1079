import { normalizeAddress, toChecksum } from "~/domain/transactions/address";

/** What a rule watches, by names: the one that is set. */
export interface NamedScope {
  watchlist?: string | null | undefined;
  tag?: string | null | undefined;
  list?: string | null | undefined;
  network?: string | null | undefined;
}

/** What a watched contract is called: `network/address`, the address with its checksum. */
export function watchlistName({ network, address }: { network: string; address: string }): string {
  const read = normalizeAddress(address);
  return `${network.trim().toLowerCase()}/${read.ok ? toChecksum(read.address) : address.trim()}`;
}

/** A reference to a watched contract in the one form that names have, however its address is written. */
export function tidyWatchlistReference(text: string): string {
  const [, network, address] = /^([^/]+)\/(.+)$/.exec(text.trim()) ?? [];
  return network === undefined || address === undefined ? text.trim() : watchlistName({ network, address });
}

/** What a channel is called: `type/name`. */
export function channelName({ type, name }: { type: string; name: string }): string {
  return `${type}/${name}`;
}

/** What a rule is called: what it watches, and its name; rules of many contracts have the same name. */
export function ruleName({ name, ...scope }: NamedScope & { name: string }): string {
  return `${scopeName(scope)}/${name}`;
}

/** A reference to a rule in the one form that names have. */
export function tidyRuleReference(text: string): string {
  const [, watchlist, name] = /^([^/:]+\/0x[0-9a-f]{40})\/(.+)$/is.exec(text.trim()) ?? [];
  return watchlist === undefined || name === undefined ? text.trim() : `${tidyWatchlistReference(watchlist)}/${name}`;
}

function scopeName({ watchlist, tag, list, network }: NamedScope): string {
  if (watchlist) return tidyWatchlistReference(watchlist);
  if (tag) return `tag:${tag}`;
  if (list) return `list:${list}`;
  return network ? `network:${network.trim().toLowerCase()}` : "nothing";
}

/** What a silence is called: whatever it keeps quiet, and why. */
export function silenceName({ matchers, reason }: { matchers: object; reason: string }): string {
  const named = Object.entries(matchers).filter(([, value]) => value !== null && value !== undefined);
  const parts = named.map(([field, value]) => `${field}=${String(value)}`).sort();
  return `${parts.join(",")}: ${reason}`;
}
