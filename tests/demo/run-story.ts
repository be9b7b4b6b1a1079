import { setTimeout as sleep } from "node:timers/promises";

import { waitFor } from "../support/wait-for";
import type { Attack } from "./attacks";
import type { Broadcast, Chain, Draft } from "./chain";
import { untilNextBlock } from "./until-next-block";

const EVERY_MS = 20_000;

interface StoryOptions {
  attacks: Attack[];
  /** Undoes what the last attack did; see `rememberStage`. */
  restoreStage: () => Promise<void>;
  onAttack: (attack: Attack, broadcast: Broadcast) => void;
  signal: AbortSignal;
}

/** One attack at once and another every 20 s, going through the kinds for ever, until the signal. */
export async function runStory(chain: Chain, { attacks, restoreStage, onAttack, signal }: StoryOptions): Promise<void> {
  for (let index = 0; !signal.aborted; index += 1) {
    const attack = attacks[index % attacks.length];
    if (attack === undefined) return;
    const started = performance.now();
    try {
      await restoreStage();
      // The first comes at once. The others have a whole block time, to be replaced in or to be tried by simulation.
      if (index > 0) await untilNextBlock(chain, signal);
      const draft = await attack.prepare();
      const broadcast = await chain.send(draft);
      onAttack(attack, broadcast);
      const last = attack.replaced ? await replace(chain, draft, broadcast, attack.replaced, signal) : broadcast;
      // What it did can be undone only when it is done.
      const mined = () => chain.receipt(last.hash);
      await waitFor(mined, { timeoutMs: 60_000, intervalMs: 500, describe: "the attack is mined", signal });
      await sleep(Math.max(0, EVERY_MS - (performance.now() - started)), undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}

/** Sends another transaction in the place of the one that waits. */
async function replace(
  chain: Chain,
  draft: Draft,
  { nonce }: Broadcast,
  { afterMs, with: other = toOneself }: NonNullable<Attack["replaced"]>,
  signal: AbortSignal,
): Promise<Broadcast> {
  await sleep(afterMs, undefined, { signal });
  return chain.send({ ...other(draft), replacesNonce: nonce });
}

/** As wallets cancel. */
function toOneself({ from }: Draft): Draft {
  return { from, to: from.address };
}
