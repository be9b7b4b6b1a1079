import { listWatchedAddresses } from "~/domain/coverage/list-watched-addresses.server";
import type { Context } from "~/platform/context.server";
import { AddressFilter } from "../matcher/address-filter";

/** The watched addresses of a network (lower case) with their entries, as they were last read. */
export interface WatchedAddresses {
  current(): ReadonlyMap<string, string>;
  /** For the hot path: a few nanoseconds for an address that is not watched. */
  has(address: string): boolean;
  /** Reads them anew; after a failure those known stay. */
  reload(): void;
}

/** Reads a network's watched addresses, now and at every `reload`. */
export function watchAddresses(ctx: Context, networkId: string): WatchedAddresses {
  let known: ReadonlyMap<string, string> = new Map();
  let filter = new AddressFilter([], 0);
  let running: Promise<void> | null = null;
  let again = false;
  const read = async () => {
    try {
      known = await listWatchedAddresses(ctx, { networkId });
      filter = new AddressFilter(known.keys(), known.size);
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
    has: (address) => filter.mayHave(address) && known.has(address),
    reload,
  };
}
