import { setTimeout as sleep } from "node:timers/promises";

import { waitFor } from "../support/wait-for";
import { type Attack, planAttacks } from "./attacks";
import { nowMs } from "./chain";
import { runTraffic } from "./run-traffic";
import type { Demo } from "./start-demo";
import { untilNextBlock } from "./until-next-block";

/** What `npm run demo -- --once` proves, printed as its last line. */
export interface OnceResult {
  alertId: string;
  txHash: string;
  minedAtDetection: false;
  msBroadcastToAlert: number;
  msBroadcastToWebhook: number;
}

interface ListedAlert {
  id: string;
  txHash: string;
  txStatus: string;
}

/** Ordinary traffic before the attack; longer than a saved rule needs to become live. */
const WARM_UP_MS = 3000;
const PER_ATTACK_MS = 15_000;

/**
 * One attack among ordinary traffic, seen through the API and through the webhook. An attack that was mined before its
 * alert could be read proves nothing; then the next one is tried, until the signal.
 *
 * @throws Error with the reason when there was none until the signal.
 */
export async function runOnce(demo: Demo, { signal, log }: { signal: AbortSignal; log: (text: string) => void }) {
  const { chain, deployment, cast, restoreStage } = demo;
  const over = new AbortController();
  const traffic = runTraffic(chain, deployment, cast, AbortSignal.any([signal, over.signal]));
  let reason = "no attack was made";
  try {
    await sleep(WARM_UP_MS, undefined, { signal });
    for (const attack of planAttacks(chain, deployment, cast)) {
      await restoreStage();
      const outcome = await tryAttack(demo, attack, signal);
      if (typeof outcome !== "string") return outcome;
      reason = outcome;
      log(`         ${reason}; trying another`);
    }
    throw new Error(reason);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Error(`no alert for a pending attack in time: ${reason}`, { cause: error });
  } finally {
    over.abort();
    await traffic;
  }
}

/** The proof, or why this attack gave none. */
async function tryAttack(demo: Demo, attack: Attack, signal: AbortSignal): Promise<OnceResult | string> {
  const { chain, call, receiver } = demo;
  const draft = await attack.prepare();
  await untilNextBlock(chain, signal);
  const { hash, broadcastAtMs } = await chain.send(draft);

  const asked = performance.now();
  const find = async () => {
    // Every 20 ms at first, then at a pace that stays inside the API's rate limit.
    if (performance.now() - asked > 2000) await sleep(250);
    const { data } = await call<{ data: ListedAlert[] }>("/v1/alerts?network=demo&limit=20");
    return data.find((alert) => alert.txHash === hash);
  };
  let alert: ListedAlert;
  try {
    alert = await waitFor(find, { timeoutMs: PER_ATTACK_MS, intervalMs: 20, describe: "the alert is listed", signal });
  } catch (error) {
    signal.throwIfAborted();
    return `no alert for ${hash} (${attack.what}): ${error instanceof Error ? error.message : error}`;
  }
  const msBroadcastToAlert = nowMs() - broadcastAtMs;
  const mined = (await chain.receipt(hash)) !== null;
  if (mined || alert.txStatus !== "pending") return `${hash} was mined before its alert was read`;

  const isOurs = ({ json }: { json?: { data?: { id?: string } } }) => json?.data?.id === alert.id;
  try {
    const request = await receiver.waitForRequest(isOurs, { timeoutMs: PER_ATTACK_MS });
    if (!request.verified) return `the webhook for ${hash} was not signed rightly`;
    return {
      alertId: alert.id,
      txHash: hash,
      minedAtDetection: mined,
      msBroadcastToAlert: round(msBroadcastToAlert),
      msBroadcastToWebhook: round(request.receivedAtMs - broadcastAtMs),
    };
  } catch {
    return `no webhook for ${hash} within ${PER_ATTACK_MS / 1000} s`;
  }
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
