import type { Severity, Stage } from "~/domain/shared-schemas";
import type { RuleThreshold } from "./rule-threshold";
import type { RuleSide, RuleTrigger } from "./rule-trigger";

/** A watched contract as a rule's scope names it. */
export interface WatchedContract {
  /** Its watchlist entry. */
  id: string;
  name: string;
  tags: readonly string[];
}

/** An enabled rule as the matcher compiles it: the scope resolved to addresses of one network. */
export interface RuleSource {
  id: string;
  version: number;
  name: string;
  severity: Severity;
  networkId: string;
  /** The network's name, as conditions see it. */
  network: string;
  stage: Stage;
  trigger: RuleTrigger;
  side: RuleSide;
  /** The entry whose rule it is; null for a tag's, a list's and a network's. */
  watchlistId: string | null;
  /** The watched contract's name, when there is exactly one. */
  contractName: string | null;
  /** Lower case; null means every address of the network. */
  addresses: readonly string[] | null;
  /** Watched contracts by their lower-case address. One object is shared by all rules of a network. */
  contracts: ReadonlyMap<string, WatchedContract>;
  /** Null: any call (of a `call` rule), or not a rule of calls. */
  signature: string | null;
  /** Set for `event` rules only. */
  event: string | null;
  condition: string | null;
  /** The entry's ABI, the same object for all rules of the entry; null for a tag's, a list's and a network's. */
  abi: unknown | null;
  cooldownSeconds: number;
  threshold: RuleThreshold | null;
  /** Channel ids, or channel types. */
  channels: string[];
}
