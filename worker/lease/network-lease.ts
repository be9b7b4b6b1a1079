import { acquireLease } from "~/domain/leases/acquire-lease.server";
import type { Lease } from "~/domain/leases/lease";
import { releaseLease } from "~/domain/leases/release-lease.server";
import { renewLease } from "~/domain/leases/renew-lease.server";
import type { Context } from "~/platform/context.server";
import { within } from "~/platform/within";
import type { LeaseTuning } from "./lease-tuning";

/** What one network's lease is kept with. */
export interface NetworkLeaseOptions {
  networkId: string;
  holder: string;
  tuning: LeaseTuning;
  onHeld: (lease: Lease) => void;
  onLost: (lease: Lease, why: string) => void;
}

/**
 * One network's lease: asked for while another has it, renewed while this worker has it.
 *
 * Two things look alike from inside, a database that is away and a process that was paused, and differ in what they
 * ask for. While the database does not answer, nobody can take the lease over: listening goes on, and what is found is
 * journaled. After a pause somebody may have it by now: listening stops by the process's own clock, before the lease
 * can have ended, until the database says whose it is.
 */
export class NetworkLease {
  private lease: Lease | null = null;
  /** Held until it was suspended by the clock; renewed rather than taken anew when nobody had it meanwhile. */
  private suspended: Lease | null = null;
  /** Monotonic: when the last successful attempt began. */
  private confirmedAtMs = 0;
  /** An attempt since then failed because the database gave no answer. */
  private isAway = false;
  private isStopped = false;
  private next: NodeJS.Timeout | null = null;
  private expiry: NodeJS.Timeout | null = null;
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly ctx: Context,
    private readonly options: NetworkLeaseOptions,
  ) {
    this.run();
  }

  held(): Lease | null {
    return this.lease;
  }

  /** Whether what is found now is found by right: the lease can't have ended, or nobody can have taken it. */
  isSound(token: bigint): boolean {
    return this.lease?.token === token && (this.isAway || performance.now() < this.deadlineMs());
  }

  /** Ends it; a lease that is held is given back. */
  async stop(): Promise<void> {
    this.isStopped = true;
    for (const timer of [this.next, this.expiry]) if (timer) clearTimeout(timer);
    await this.turn;
    const lease = this.lease ?? this.suspended;
    this.lease = null;
    if (lease === null) return;
    await this.ask(releaseLease(this.ctx, { lease, holder: this.options.holder })).catch((error: unknown) => {
      this.ctx.log.warn({ err: error, networkId: lease.networkId }, "a lease can't be given back; it ends by itself");
    });
  }

  private run = (): void => {
    this.suspendIfOver();
    this.turn = this.attempt().then((inMs) => {
      if (!this.isStopped) this.next = setTimeout(this.run, inMs);
    });
  };

  private deadlineMs(): number {
    return this.confirmedAtMs + this.options.tuning.ttlMs - this.options.tuning.marginMs;
  }

  /** Never throws. Returns when to come back, ms. */
  private async attempt(): Promise<number> {
    const { renewEveryMs, standbyEveryMs, retryMs } = this.options.tuning;
    const startedAtMs = performance.now();
    const mine = this.lease ?? this.suspended;
    try {
      const lease = mine === null ? await this.acquire() : (await this.renew(mine)) ? mine : null;
      if (this.isStopped) {
        this.suspended ??= lease;
        return 0;
      }
      this.sayBack();
      if (lease === null) {
        this.suspended = null;
        this.lose("another worker has the network's lease");
        return mine === null ? standbyEveryMs : 0;
      }
      this.confirm(lease, startedAtMs);
      return renewEveryMs;
    } catch (error) {
      if (!this.isAway) this.ctx.log.warn({ err: error, networkId: this.options.networkId }, "a lease can't be kept");
      this.isAway = true;
      return retryMs;
    }
  }

  private acquire = () => this.ask(acquireLease(this.ctx, { ...this.options, ttlMs: this.options.tuning.ttlMs }));

  private renew(lease: Lease): Promise<boolean> {
    const { holder, tuning } = this.options;
    return this.ask(renewLease(this.ctx, { lease, holder, ttlMs: tuning.ttlMs }));
  }

  /** A connection that fell silent must not take the time in which another attempt could succeed. */
  private ask<T>(answer: Promise<T>): Promise<T> {
    return within(answer, this.options.tuning.answerMs, "the database");
  }

  private sayBack(): void {
    if (this.isAway) this.ctx.log.info({ networkId: this.options.networkId }, "leases are kept again");
    this.isAway = false;
  }

  private confirm(lease: Lease, startedAtMs: number): void {
    const isNew = this.lease === null;
    this.confirmedAtMs = startedAtMs;
    this.lease = lease;
    this.suspended = null;
    if (this.expiry) clearTimeout(this.expiry);
    this.expiry = setTimeout(() => this.suspendIfOver(), Math.max(0, this.deadlineMs() - performance.now()));
    if (isNew) this.options.onHeld(lease);
  }

  private suspendIfOver(): void {
    if (this.lease === null || this.isAway || performance.now() < this.deadlineMs()) return;
    this.suspended = this.lease;
    this.lose("this process stood still for as long as its lease lasts");
  }

  private lose(why: string): void {
    const { lease } = this;
    this.lease = null;
    if (this.expiry) clearTimeout(this.expiry);
    if (lease !== null) this.options.onLost(lease, why);
  }
}
