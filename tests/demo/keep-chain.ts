import { createHash } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Chain } from "./chain";
import type { CompiledContracts } from "./compile-contracts";

/** A local chain as it was when the demo ended. */
interface KeptChain {
  /** Of the contracts that stand on it. */
  contracts: string;
  /** As the node dumps it, 0x-hex: accounts, blocks and transactions. */
  state: string;
}

const FILE = "chain.json";

/**
 * Goes on with the chain of the last start, so that the blocks which Sentinel remembers are still its blocks: on a new
 * one they would all be reorganised out. What waited in the pool is gone.
 *
 * @returns false when there is none, or one with other contracts: then everything is to be deployed.
 */
export async function loadChain(chain: Chain, dataDir: string, contracts: CompiledContracts): Promise<boolean> {
  let kept: KeptChain;
  try {
    kept = JSON.parse(await readFile(join(dataDir, FILE), "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
  if (kept.contracts !== digestOf(contracts)) return false;
  return chain.rpc<boolean>("anvil_loadState", kept.state);
}

/** Writes the chain down for the next start, in one step. */
export async function saveChain(chain: Chain, dataDir: string, contracts: CompiledContracts): Promise<void> {
  const kept: KeptChain = { contracts: digestOf(contracts), state: await chain.rpc<string>("anvil_dumpState") };
  const partial = join(dataDir, `${FILE}.partial`);
  await writeFile(partial, JSON.stringify(kept), { mode: 0o600 });
  await rename(partial, join(dataDir, FILE));
}

function digestOf(contracts: CompiledContracts): string {
  return createHash("sha256").update(JSON.stringify(contracts)).digest("hex");
}
