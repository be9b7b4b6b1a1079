import { LifecycleFollower } from "./lifecycle-follower";
import type { Lifecycle, LifecycleOptions } from "./types";

export type { Lifecycle, LifecycleOptions } from "./types";

/**
 * Follows alerts' transactions from pending to their end, from three sources: the stream of pending transactions
 * (speed-ups, cancellations, replacements as soon as they are sent), the blocks (confirmed, failed, replaced,
 * reorganised), and, for what neither shows, bounded questions after each block (dropped, settled in a block that was
 * not read). Blocks are never held up: what can't be read or written now is tried again.
 */
export function createLifecycle(options: LifecycleOptions): Lifecycle {
  return new LifecycleFollower(options);
}
