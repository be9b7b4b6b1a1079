import { waitFor } from "../support/wait-for";
import type { Chain } from "./chain";

/** Returns just after a block was made: what is sent now has a whole block time to be seen waiting. */
export async function untilNextBlock(chain: Chain, signal: AbortSignal): Promise<void> {
  const before = await chain.rpc<string>("eth_blockNumber");
  const changed = async () => (await chain.rpc<string>("eth_blockNumber")) !== before;
  await waitFor(changed, { timeoutMs: 30_000, describe: "the chain makes a block", signal });
}
