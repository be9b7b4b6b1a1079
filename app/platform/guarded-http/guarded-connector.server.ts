import type { LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { buildConnector } from "undici";

import type { Cidr } from "~/platform/address-guard";
import { bareName, inherentAddresses, permittedAddresses, refuseMetadataName } from "./check-target";
import { GuardError } from "./guard-error";

/** Resolves a name to all of its addresses, as `dns.promises.lookup(name, { all: true })` does. */
export type Resolve = (name: string) => Promise<LookupAddress[]>;

/**
 * An undici connector that judges every address at the moment of connecting, so that a name cannot point elsewhere
 * between check and use: the socket is opened to exactly the addresses that were judged. A `lookup` option alone would
 * not do: Node never calls it for literal IP addresses (nodejs/undici issue 2019), so those are judged first.
 */
export function guardedConnector(options: { resolve: Resolve; allowed: readonly Cidr[]; connectMs: number }) {
  const { resolve, allowed, connectMs } = options;
  return function connect(target: buildConnector.Options, callback: buildConnector.Callback): void {
    const judge = (addresses: LookupAddress[]) => {
      const permitted = new Set(
        permittedAddresses(
          target,
          addresses.map(({ address }) => address),
          allowed,
        ),
      );
      return addresses.filter(({ address }) => permitted.has(address));
    };

    const name = bareName(target.hostname);
    try {
      refuseMetadataName(name);
      const inherent = inherentAddresses(name);
      if (inherent) permittedAddresses(target, inherent, allowed);
    } catch (error) {
      callback(asError(error), null);
      return;
    }
    // A connector per connection: its lookup must know this target's scheme and port. Costs microseconds.
    buildConnector({ timeout: connectMs, lookup: judgedLookup(resolve, judge) })(target, callback);
  };
}

function judgedLookup(resolve: Resolve, judge: (addresses: LookupAddress[]) => LookupAddress[]): LookupFunction {
  return (name, options, callback) => {
    resolve(name)
      .then(judge)
      .then(
        (addresses) => {
          if (options.all === true) return callback(null, addresses);
          const [first] = addresses;
          if (!first) return callback(new GuardError("unresolvable", "no address"), "");
          callback(null, first.address, first.family);
        },
        (error: unknown) => callback(asError(error), options.all === true ? [] : ""),
      );
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
