import type { Configuration } from "./configuration";
import type { ConfigurationKind } from "./plan";

/** What the file calls the list of each kind. */
export const PARTS = {
  network: "networks",
  addressList: "addressLists",
  watchlist: "watchlists",
  channel: "channels",
  escalationPolicy: "escalationPolicies",
  rule: "rules",
  silence: "silences",
} as const satisfies Record<ConfigurationKind, keyof Configuration>;
