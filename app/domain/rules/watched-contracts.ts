import { type ControlNode, isController } from "~/domain/control/control-graph";
import type { WatchedContract } from "./rule-source";

/** A watchlist entry as rules need it. */
export interface WatchedEntry extends WatchedContract {
  /** Lower case. */
  address: string;
  /** Who has a say over it, when its rules also look at them. */
  control: readonly ControlNode[] | null;
}

/** The entry's address, and those of its controllers when they are watched with it; each once. */
export function watchedOf({ address, control }: WatchedEntry): string[] {
  if (control === null) return [address];
  return [...new Set([address, ...control.filter(isController).map((node) => node.address)])];
}

/**
 * What watched addresses are called, by their lower-case address: the entries by their names, and who is only watched
 * with one by what it is to it, such as “Treasury Vault (proxy admin)”.
 */
export function watchedContracts(entries: readonly WatchedEntry[]): Map<string, WatchedContract> {
  const contracts = new Map<string, WatchedContract>();
  for (const { id, name, tags, address } of entries) contracts.set(address, { id, name, tags });
  for (const { id, name, tags, control } of entries) {
    for (const node of control ?? []) {
      if (!isController(node) || contracts.has(node.address)) continue;
      contracts.set(node.address, { id, name: `${name} (${node.role.replaceAll("_", " ")})`, tags });
    }
  }
  return contracts;
}
