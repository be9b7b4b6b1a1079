import { loadAddressLists } from "~/domain/address-lists/load-address-lists.server";
import { loadNetworkEndpoints, type NetworkEndpoints } from "~/domain/networks/load-network-endpoints.server";
import { loadRuleSources } from "~/domain/rules/load-rule-sources.server";
import { ruleSourcesVersion } from "~/domain/rules/rule-sources-version.server";
import type { Context } from "~/platform/context.server";
import type { BlockRpc } from "./blocks/request-many";
import type { LeaseKeeper } from "./lease/create-lease-keeper";
import { buildRuleIndexInSlices } from "./matcher/build-rule-index";
import type { RuleIndex } from "./matcher/rule-index";
import { type NetworkWatch, watchNetwork } from "./network-watch";
import type { ResolveOutcome } from "./recorder/await-outcome";
import type { FoundMatch } from "./recorder/found-match";
import type { Recorder } from "./recorder/recorder";
import type { WorkerLoad } from "./watch-load";

/** The safety net for a relay message that was not heard. */
const POLL_MS = 1_500;

/** Every network this worker watches. */
export interface Networks {
  status(): ReturnType<NetworkWatch["status"]>[];
  /** How many networks another worker watches, for which this one stands by. */
  standingBy(): number;
  /** Those of which an endpoint is live, by id, and how their blocks are asked for. */
  rpcs(): ReadonlyMap<string, BlockRpc>;
  /** What a simulation makes of a match; null when its network is not watched here. */
  resolveOutcome: ResolveOutcome;
  stop(): Promise<void>;
}

/** A network as it is configured, with its rules: ready to be watched as soon as the lease is there. */
type Configured = NetworkEndpoints & { rules: RuleIndex };

interface Watching {
  token: bigint;
  watch: NetworkWatch;
}

/**
 * Keeps one watch for each network whose lease this worker holds, and gives each the newest rules, within 2 s of a
 * save. The others' rules are kept ready too: who takes a network over watches it from the first moment.
 */
export function startNetworks(
  ctx: Context,
  parts: { recorder: Recorder; leases: LeaseKeeper; load: () => WorkerLoad },
): Networks {
  return new LeasedNetworks(ctx, parts.recorder, parts.leases, parts.load);
}

class LeasedNetworks implements Networks {
  private readonly configured = new Map<string, Configured>();
  private readonly watching = new Map<string, Watching>();
  /** Watches that are ending: the same network is not begun again before. */
  private readonly ending = new Map<string, Promise<void>>();
  private readonly unsubscribe: () => void;
  private readonly timer: NodeJS.Timeout;
  private version = "";
  private running: Promise<void> | null = null;
  private isWanted = false;
  private isStopped = false;
  private isFailing = false;

  constructor(
    private readonly ctx: Context,
    private readonly recorder: Recorder,
    private readonly leases: LeaseKeeper,
    private readonly load: () => WorkerLoad,
  ) {
    leases.listen({
      onHeld: (lease) => this.settle(lease.networkId),
      onLost: (lease) => this.settle(lease.networkId),
    });
    this.unsubscribe = ctx.relay.subscribe("configuration.changed", () => this.run());
    this.timer = setInterval(() => this.run(), POLL_MS);
    this.run();
  }

  status(): ReturnType<NetworkWatch["status"]>[] {
    return [...this.watching.values()].map(({ watch }) => watch.status());
  }

  standingBy(): number {
    return this.configured.size - this.watching.size;
  }

  rpcs(): ReadonlyMap<string, BlockRpc> {
    return new Map(
      [...this.watching].flatMap(
        ([
          id,
          {
            watch: { rpc },
          },
        ]) => (rpc === null ? [] : [[id, rpc] as const]),
      ),
    );
  }

  async resolveOutcome(found: FoundMatch): ReturnType<ResolveOutcome> {
    return (await this.watching.get(found.networkId)?.watch.resolveOutcome(found)) ?? null;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.unsubscribe();
    clearInterval(this.timer);
    for (const id of this.watching.keys()) this.end(id);
    await Promise.all([...this.ending.values(), this.running]);
  }

  /** One reload at a time; what changes meanwhile asks for another. */
  private run(): void {
    if (this.isStopped) return;
    this.isWanted = true;
    this.running ??= this.reloadWhileWanted().finally(() => {
      this.running = null;
    });
  }

  private async reloadWhileWanted(): Promise<void> {
    while (this.isWanted && !this.isStopped) {
      this.isWanted = false;
      try {
        await this.reload();
        if (this.isFailing) this.ctx.log.info("rules and networks are read again");
        this.isFailing = false;
      } catch (error) {
        const message = "rules and networks can't be read, watching with those known";
        if (!this.isFailing) this.ctx.log.error({ err: error }, message);
        this.isFailing = true;
      }
    }
  }

  private async reload(): Promise<void> {
    const seen = await ruleSourcesVersion(this.ctx);
    if (seen === this.version) return;
    const [loaded, lists] = await Promise.all([loadNetworkEndpoints(this.ctx), loadAddressLists(this.ctx)]);
    const wanted = new Set(loaded.map(({ network }) => network.id));
    for (const id of this.configured.keys()) {
      if (wanted.has(id)) continue;
      this.configured.delete(id);
      this.end(id);
    }
    for (const { network, endpoints } of loaded) {
      const rules = await buildRuleIndexInSlices(await loadRuleSources(this.ctx, network.id), { lists });
      for (const { id, detail } of rules.rejected) this.ctx.log.warn({ ruleId: id, detail }, "a rule can't be watched");
      if (this.isStopped) return;
      this.apply({ network, endpoints, rules });
    }
    await this.leases.want([...wanted]);
    this.version = seen;
  }

  private apply(next: Configured): void {
    const { network, endpoints, rules } = next;
    this.configured.set(network.id, next);
    const known = this.watching.get(network.id);
    if (known?.watch.chainId === network.chainId) {
      known.watch.updateEndpoints(endpoints);
      known.watch.setRules(rules);
    } else if (known) this.end(network.id);
    this.ctx.log.info({ network: network.name, rules: rules.size, watched: known !== undefined }, "rules are live");
    this.settle(network.id);
  }

  /** Begins or ends a network's watch as its lease has it. Never throws. */
  private settle(networkId: string): void {
    const lease = this.leases.held(networkId);
    const known = this.watching.get(networkId);
    if (known && known.token !== lease?.token) this.end(networkId);
    if (lease === null || this.watching.has(networkId) || this.ending.has(networkId) || this.isStopped) return;
    const configured = this.configured.get(networkId);
    // With its rules from the first moment: what arrived before them would be let through unseen.
    if (configured === undefined) return;
    const watch = watchNetwork(this.ctx, this.recorder, {
      ...configured,
      leaseToken: () => lease.token,
      load: this.load,
    });
    this.watching.set(networkId, { token: lease.token, watch });
  }

  private end(networkId: string): void {
    const known = this.watching.get(networkId);
    if (known === undefined) return;
    this.watching.delete(networkId);
    const ended = known.watch
      .stop()
      .catch((error: unknown) => this.ctx.log.warn({ err: error, networkId }, "a network's watch did not end cleanly"))
      .finally(() => {
        this.ending.delete(networkId);
        this.settle(networkId);
      });
    this.ending.set(networkId, ended);
  }
}
