/** How noise is told from news. The attacker writes the input: every number here bounds what he can cause. */
export const NOISE = {
  /** How long a first of its kind is held to see whether it is part of a flood of made-up senders. */
  holdMs: 2_000,
  /** More new senders than this within two holds, with nothing else new, are noise. */
  sybilSenders: 16,
  /** How many are held for the choice of a page: a draft may be large. */
  maxHeld: 32,
  /** First-of-kind pages that a window may make at once, and how long it takes to earn another. */
  firstPages: 10,
  /** Further ones for functions of the built-in table of dangerous ones, which nobody can make up. */
  dangerPages: 30,
  pageRefillMs: 60_000,
  /** A rule without a cooldown pages for each match up to this many within `floodMs`; then it is a flood until calm. */
  floodPages: 100,
  floodMs: 10_000,
  /** Selectors and targets remembered for a window; what comes beyond counts as seen, but for functions of the table. */
  maxKinds: 1_000,
  /** The same for senders, of one window and of all together (about 100 bytes each). */
  maxSenders: 20_000,
  maxSendersOfAll: 200_000,
  /** Intents remembered that were counted but not stored, so that a transaction seen twice counts once. */
  maxCounted: 50_000,
  /** Windows kept before those that are over are looked for. */
  sweepWindows: 2_000,
} as const;
