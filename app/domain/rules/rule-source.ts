import type { Severity } from "~/domain/shared-schemas";

/** An enabled rule as the matcher compiles it: the scope resolved to addresses of one network. */
export interface RuleSource {
  id: string;
  version: number;
  name: string;
  severity: Severity;
  networkId: string;
  /** The entry whose rule it is; null for a tag's and a network's. */
  watchlistId: string | null;
  /** The watched contract's name, when there is exactly one. */
  contractName: string | null;
  /** Lower case; null means every address of the network. */
  addresses: string[] | null;
  /** Names of watched contracts by their lower-case address, for rules of several. One object is shared by many rules. */
  addressNames?: Record<string, string>;
  signature: string;
  /** The entry's ABI, the same object for all rules of the entry; null for a tag's and a network's. */
  abi: unknown | null;
  cooldownSeconds: number;
  /** Channel ids, or channel types. */
  channels: string[];
}
