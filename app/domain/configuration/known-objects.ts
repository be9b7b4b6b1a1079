import type { TypedConfig } from "~/domain/channels/typed-config";
import type { ConfigurationKind } from "./plan";

/** An object that is there: by what the file calls it, in the form that the file has when it is read. */
export interface KnownObject<Value> {
  id: string;
  key: string;
  value: Value;
}

/** A network, and what tells its endpoints apart. */
export interface NetworkValue {
  name: string;
  chainId: number;
  confirmations: number;
  explorerUrl: string | null;
  enabled: boolean;
}

/** A list with its addresses in lower case, in order. */
export interface AddressListValue {
  name: string;
  description: string | null;
  addresses: string[];
}

/** A watched contract; its address with the checksum. */
export interface WatchlistValue {
  name: string;
  network: string;
  address: string;
  tags: string[];
  abi: unknown;
  abis: unknown;
  watchControl: boolean;
  enabled: boolean;
}

/** A channel without its configuration. */
export interface ChannelValue {
  type: TypedConfig["type"];
  name: string;
  enabled: boolean;
  isFallback: boolean;
  maxPerMinute: number | null;
  digestMinutes: number | null;
  quietHours: unknown;
  templates: unknown;
  replayMaxAgeMinutes: number;
}

/** A policy; its steps name channels. */
export interface PolicyValue {
  name: string;
  steps: { channels: string[]; waitSeconds: number }[];
  repeats: number;
  hours: unknown;
  severities: string[];
  onDeliveryFailure: boolean;
  enabled: boolean;
}

/** A rule, which names what it refers to. */
export interface RuleValue {
  name: string;
  description: string | null;
  watchlist: string | null;
  tag: string | null;
  list: string | null;
  network: string | null;
  trigger: string;
  side: string;
  stage: string;
  signature: string | null;
  event: string | null;
  condition: string | null;
  severity: string;
  channels: string[];
  cooldownSeconds: number;
  threshold: unknown;
  groupWaitSeconds: number | null;
  escalationPolicy: string | null;
  inhibitedBy: string[];
  response: unknown;
  runbookUrl: string | null;
  enabled: boolean;
}

/** A silence, which names what it is about. */
export interface SilenceValue {
  matchers: Record<string, string>;
  reason: string;
  /** RFC 3339. */
  startsAt: string;
  endsAt: string;
}

/** A channel; `shown` is its masked configuration, and `open` opens the whole, which throws when it can't be opened. */
export interface KnownChannel extends KnownObject<ChannelValue> {
  shown: Record<string, unknown>;
  open: () => TypedConfig;
}

/** Everything that a configuration can name, as it is in the database. */
export interface KnownObjects {
  networks: (KnownObject<NetworkValue> & { endpoints: { id: string; host: string; urlDigest: string }[] })[];
  addressLists: KnownObject<AddressListValue>[];
  watchlists: KnownObject<WatchlistValue>[];
  channels: KnownChannel[];
  escalationPolicies: KnownObject<PolicyValue>[];
  rules: KnownObject<RuleValue>[];
  /** Those that are not over yet. */
  silences: KnownObject<SilenceValue>[];
  /** What could not be named. */
  omitted: { kind: ConfigurationKind; name: string; reason: string }[];
}
