import { parentPort } from "node:worker_threads";

import type { Context } from "~/platform/context.server";
import { journalAlerts, journalBytes, loopDelay } from "~/platform/metrics";
import type { Networks } from "./networks";
import type { Recorder } from "./recorder/recorder";
import type { WorkerLoad } from "./watch-load";

const BEAT_MS = 2_000;
const SAY_EVERY_MS = 60_000;

interface HealthParts {
  networks: Networks;
  recorder: Recorder;
  load: () => WorkerLoad;
}

/** Tells the web process that this thread lives, and the log, once a minute, how the pipeline does. */
export function startHealth(ctx: Context, parts: HealthParts): () => void {
  const beat = setInterval(() => {
    parentPort?.postMessage({ kind: "alive" });
    const { alerts, bytes } = parts.recorder.status().journal;
    journalAlerts.record(alerts);
    journalBytes.record(bytes);
    loopDelay.record(parts.load().loopDelayP99Ms);
  }, BEAT_MS);
  const say = setInterval(() => {
    const networks = parts.networks.status().map(({ name, transactions, rules, endpoints }) => ({
      name,
      transactions,
      rules,
      live: endpoints.filter((endpoint) => endpoint.state === "live").length,
      endpoints: endpoints.length,
    }));
    const standingBy = parts.networks.standingBy();
    ctx.log.info({ networks, standingBy, recorder: parts.recorder.status(), load: parts.load() }, "watching");
  }, SAY_EVERY_MS);
  return () => {
    clearInterval(beat);
    clearInterval(say);
  };
}
