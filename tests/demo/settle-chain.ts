import { waitFor } from "../support/wait-for";
import type { Chain } from "./chain";
import type { Call } from "./watch-contracts";

const LIMIT_MS = 400;

/**
 * Mines what is waiting and lets Sentinel notice: the pool ends with the demo, and an alert that is still pending then
 * would count as dropped after the next start. A courtesy only, so it gives up quickly and quietly.
 */
export async function settleChain(chain: Chain, call: Call): Promise<void> {
  const settled = async () => {
    const { meta } = await call<{ meta: { total: number } }>("/v1/alerts?txStatus=pending&limit=1");
    return meta.total === 0;
  };
  try {
    await chain.mine();
    await waitFor(settled, { timeoutMs: LIMIT_MS });
  } catch {
    return; // The chain or Sentinel is gone already, or older alerts are pending.
  }
}
