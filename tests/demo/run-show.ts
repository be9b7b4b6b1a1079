import { setTimeout as sleep } from "node:timers/promises";

import type { AlertLines } from "./alert-lines";
import { planAttacks } from "./attacks";
import type { Progress } from "./progress";
import { runStory } from "./run-story";
import { runTraffic } from "./run-traffic";
import { type Demo, LOGIN } from "./start-demo";

/** A new rule is live within 2 s of being saved. */
const RULES_LIVE_MS = 2000;

interface ShowOptions {
  dataDir: string;
  progress: Progress;
  lines: AlertLines;
  signal: AbortSignal;
}

/**
 * The demo that people watch: says where to look, then traffic and attacks until the signal.
 *
 * @throws Error when Sentinel or the chain ends by itself.
 */
export async function runShow(demo: Demo, { dataDir, progress, lines, signal }: ShowOptions): Promise<void> {
  const { chain, deployment, cast, restoreStage, sentinel } = demo;
  const traffic = runTraffic(chain, deployment, cast, signal);
  await progress.step("rules are live, traffic flows", () =>
    sleep(Math.max(0, demo.rulesSavedMs + RULES_LIVE_MS - performance.now()), undefined, { signal }),
  );
  progress.line(`         Database and log (sentinel.log) are kept in ${dataDir}`);
  progress.line("         Ctrl-C ends everything; the next start finds the data again.");
  progress.line(`\n  http://localhost:${sentinel.port}\n  ${LOGIN.email}  ${LOGIN.password}\n`);

  const story = runStory(chain, {
    attacks: planAttacks(chain, deployment, cast),
    restoreStage,
    onAttack: (attack, broadcast) => lines.attack(attack.what, broadcast),
    signal,
  });
  const death = sentinel.ended.then(() => {
    if (!signal.aborted) throw new Error("Sentinel ended by itself; see sentinel.log");
  });
  await Promise.race([Promise.all([traffic, story]), death]);
}
