import { listWatchedAddresses } from "~/domain/coverage/list-watched-addresses.server";
import type { Context } from "~/platform/context.server";

/** The watched addresses of a network (lower case) with their entries, as they were last read. */
export interface WatchedAddresses {
  current(): ReadonlyMap<string, string>;
  /** Reads them anew; after a failure those known stay. */
  reload(): void;
}

/** Reads a network's watched addresses, now and at every `reload`. */
export function watchAddresses(ctx: Context, networkId: string): WatchedAddresses {
  let known: ReadonlyMap<string, string> = new Map();
  let running: Promise<void> | null = null;
  let again = false;
  const read = async () => {
    try {
      known = await listWatchedAddresses(ctx, { networkId });
    } catch (error) {
      ctx.log.warn({ err: error, networkId }, "watched addresses can't be read, going on with those known");
    }
  };
  const reload = () => {
    if (running) {
      again = true;
      return;
    }
    running = read().finally(() => {
      running = null;
      if (!again) return;
      again = false;
      reload();
    });
  };
  reload();
  return {
    current: () => known,
    reload,
  };
}
