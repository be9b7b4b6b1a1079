import type { Lease } from "~/domain/leases/lease";
import type { Context } from "~/platform/context.server";
import { LEASE_TUNING, type LeaseTuning } from "./lease-tuning";
import { NetworkLease } from "./network-lease";

/** What a worker does when a lease comes and goes. Neither may throw. */
export interface LeaseListener {
  onHeld(lease: Lease): void;
  onLost(lease: Lease): void;
}

/** Keeps the leases of all networks that this worker could watch. */
export interface LeaseKeeper {
  /** Tells the listener of what comes and goes from now on. */
  listen(listener: LeaseListener): void;
  /** Exactly these networks are wanted; leases of others are given back. */
  want(networkIds: readonly string[]): Promise<void>;
  held(networkId: string): Lease | null;
  /** Whether what is found under this token now is found by right. */
  isSound(networkId: string, token: bigint): boolean;
  /** Gives everything back, so that another worker takes over at once. */
  stop(): Promise<void>;
}

/** Makes the keeper of this process: nothing is asked for before `want`. */
export function createLeaseKeeper(ctx: Context, tuning: LeaseTuning = LEASE_TUNING): LeaseKeeper {
  const holder = ctx.newId();
  const leases = new Map<string, NetworkLease>();
  let listener: LeaseListener | null = null;

  const keep = (networkId: string) =>
    new NetworkLease(ctx, {
      networkId,
      holder,
      tuning,
      onHeld(lease) {
        ctx.log.info({ networkId, token: String(lease.token) }, "this worker watches the network");
        listener?.onHeld(lease);
      },
      onLost(lease, why) {
        ctx.log.warn({ networkId, token: String(lease.token), why }, "this worker does not watch the network any more");
        listener?.onLost(lease);
      },
    });

  const drop = async (networkId: string) => {
    const lease = leases.get(networkId);
    leases.delete(networkId);
    await lease?.stop();
  };

  return {
    listen: (next) => {
      listener = next;
    },
    async want(networkIds) {
      const wanted = new Set(networkIds);
      const unwanted = [...leases.keys()].filter((id) => !wanted.has(id));
      for (const id of wanted) if (!leases.has(id)) leases.set(id, keep(id));
      await Promise.all(unwanted.map(drop));
    },
    held: (networkId) => leases.get(networkId)?.held() ?? null,
    isSound: (networkId, token) => leases.get(networkId)?.isSound(token) ?? false,
    stop: async () => void (await Promise.all([...leases.keys()].map(drop))),
  };
}
