import { loadNetworkEndpoints, type NetworkEndpoints } from "~/domain/networks/load-network-endpoints.server";
import { loadRuleSources } from "~/domain/rules/load-rule-sources.server";
import { ruleSourcesVersion } from "~/domain/rules/rule-sources-version.server";
import type { Context } from "~/platform/context.server";
import { buildRuleIndexInSlices } from "./matcher/build-rule-index";
import { type NetworkWatch, watchNetwork } from "./network-watch";
import type { Recorder } from "./recorder/recorder";

/** The safety net for a relay message that was not heard. */
const POLL_MS = 1_500;

/** Every network this worker watches. */
export interface Networks {
  status(): ReturnType<NetworkWatch["status"]>[];
  stop(): Promise<void>;
}

/** Keeps one watch a network and gives each the newest rules, within 2 s of a save. */
export function startNetworks(ctx: Context, recorder: Recorder): Networks {
  const watches = new Map<string, NetworkWatch>();
  let version = "";
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let failing = false;

  const apply = async ({ network, endpoints }: NetworkEndpoints) => {
    const index = await buildRuleIndexInSlices(await loadRuleSources(ctx, network.id));
    for (const { id, detail } of index.rejected) ctx.log.warn({ ruleId: id, detail }, "a rule can't be watched");
    const known = watches.get(network.id);
    if (known && known.chainId === network.chainId) {
      known.updateEndpoints(endpoints);
      known.setRules(index);
    } else {
      await known?.stop();
      // With its rules from the first moment: what arrived before them would be let through unseen.
      watches.set(network.id, watchNetwork(ctx, recorder, { network, endpoints, rules: index }));
    }
    ctx.log.info({ network: network.name, rules: index.size }, "rules are live");
  };

  const reload = async () => {
    const seen = await ruleSourcesVersion(ctx);
    if (seen === version) return;
    const loaded = await loadNetworkEndpoints(ctx);
    const wanted = new Set(loaded.map(({ network }) => network.id));
    for (const [id, watch] of watches) {
      if (wanted.has(id)) continue;
      watches.delete(id);
      await watch.stop();
    }
    for (const network of loaded) await apply(network);
    version = seen;
  };

  /** One reload at a time; what changes meanwhile asks for another. */
  const run = () => {
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    running = reload()
      .then(
        () => {
          if (failing) ctx.log.info("rules and networks are read again");
          failing = false;
        },
        (error: unknown) => {
          if (!failing) ctx.log.error({ err: error }, "rules and networks can't be read, watching with those known");
          failing = true;
        },
      )
      .finally(() => {
        running = null;
        if (again) {
          again = false;
          run();
        }
      });
  };

  const unsubscribe = ctx.relay.subscribe("configuration.changed", run);
  const timer = setInterval(run, POLL_MS);
  run();

  return {
    status: () => [...watches.values()].map((watch) => watch.status()),
    async stop() {
      stopped = true;
      unsubscribe();
      clearInterval(timer);
      await running;
      await Promise.allSettled([...watches.values()].map((watch) => watch.stop()));
    },
  };
}
