import type { Context } from "~/platform/context.server";

/** Longer ago than this it doesn't matter when. */
const KEPT_MS = 10_000;

interface RecentlySpent {
  /** Notes that a refresh token has just been spent, by the digest it is stored as. */
  add(tokenHash: string): void;
  /** When it was, on this process's own clock (`performance.now()`); undefined when not here, or not lately. */
  at(tokenHash: string): number | undefined;
}

const known = new WeakMap<Context["db"], RecentlySpent>();

/** The refresh tokens that this instance has spent in the last ten seconds, with exact times: no clock but its own. */
export function recentlySpent(ctx: Context): RecentlySpent {
  const existing = known.get(ctx.db);
  if (existing) return existing;
  const times = new Map<string, number>();
  const made: RecentlySpent = {
    add(tokenHash) {
      const now = performance.now();
      // Oldest first: a map keeps the order in which its keys came.
      for (const [hash, at] of times) {
        if (now - at <= KEPT_MS) break;
        times.delete(hash);
      }
      times.set(tokenHash, now);
    },
    at(tokenHash) {
      const at = times.get(tokenHash);
      return at === undefined || performance.now() - at > KEPT_MS ? undefined : at;
    },
  };
  known.set(ctx.db, made);
  return made;
}
