/** How many of each a configuration may have. */
export const LIMITS = {
  networks: 200,
  addressLists: 1_000,
  watchlists: 50_000,
  channels: 1_000,
  escalationPolicies: 200,
  rules: 50_000,
  silences: 5_000,
} as const;

/** What one import may change: each change is checked and recorded like one made by hand, in one transaction. */
export const MAX_CHANGES = 10_000;

/** The longest configuration in JSON. */
export const MAX_CONFIGURATION_BYTES = 16 * 1024 * 1024;
/** The longest in YAML, which takes far longer to read; other requests wait meanwhile. */
export const MAX_YAML_BYTES = 4 * 1024 * 1024;
