import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

import type { InterfaceAbi } from "ethers";
import { glob } from "tinyglobby";

/** A compiled contract, ready to deploy. */
export interface CompiledContract {
  abi: InterfaceAbi;
  /** Creation code as 0x-hex, without constructor arguments. */
  bytecode: string;
}

/** The contracts of `contracts/`, by name. */
export type CompiledContracts = Record<
  "VaultProxy" | "TreasuryVault" | "TreasuryVaultV2" | "DemoToken" | "DemoSafe" | "PaymentRouter",
  CompiledContract
>;

interface SolcOutput {
  errors?: { severity: string; formattedMessage: string }[];
  contracts?: Record<string, Record<string, { abi: InterfaceAbi; evm: { bytecode: { object: string } } }>>;
}

const CONTRACTS = fileURLToPath(new URL("contracts", import.meta.url));
const CACHE = fileURLToPath(new URL("../../node_modules/.cache/demo-contracts", import.meta.url));

/** A fixed EVM version, so that the same source gives the same bytes whatever the compiler's default. */
const SETTINGS = {
  optimizer: { enabled: true, runs: 200 },
  evmVersion: "cancun",
  outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } },
};

/**
 * Compiles the demo's contracts with `solc`, or takes the result of an earlier run over the same sources (the compiler
 * needs seconds).
 *
 * @throws Error with the compiler's messages.
 */
export async function compileContracts(): Promise<CompiledContracts> {
  const sources = await readSources();
  const compilerManifest = await readFile(new URL("../../node_modules/solc/package.json", import.meta.url), "utf8");
  const key = createHash("sha256").update(JSON.stringify({ sources, SETTINGS, compilerManifest })).digest("hex");
  const cached = join(CACHE, `${key}.json`);
  try {
    return JSON.parse(await readFile(cached, "utf8"));
  } catch {
    const compiled = await compile(sources);
    await mkdir(CACHE, { recursive: true });
    // Written aside and moved into place: two test files may compile at the same time.
    const partial = `${cached}.${process.pid}`;
    await writeFile(partial, JSON.stringify(compiled));
    await rename(partial, cached);
    return compiled;
  }
}

async function readSources(): Promise<Record<string, { content: string }>> {
  const paths = (await glob("*.sol", { cwd: CONTRACTS, absolute: true })).sort();
  const sources = paths.map(async (path) => [basename(path), { content: await readFile(path, "utf8") }] as const);
  return Object.fromEntries(await Promise.all(sources));
}

async function compile(sources: Record<string, { content: string }>): Promise<CompiledContracts> {
  const strangers = new Set(process.listeners("unhandledRejection"));
  const { default: solc } = await import("solc");
  // The compiler's Emscripten runtime takes over unhandled rejections of the whole process; give them back.
  for (const listener of process.listeners("unhandledRejection")) {
    if (!strangers.has(listener)) process.off("unhandledRejection", listener);
  }
  const input = JSON.stringify({ language: "Solidity", sources, settings: SETTINGS });
  const output: SolcOutput = JSON.parse(solc.compile(input));
  const errors = output.errors?.filter((error) => error.severity === "error") ?? [];
  if (errors.length > 0) throw new Error(errors.map((error) => error.formattedMessage).join("\n"));

  const compiled: Record<string, CompiledContract> = {};
  for (const file of Object.values(output.contracts ?? {})) {
    for (const [name, { abi, evm }] of Object.entries(file)) {
      compiled[name] = { abi, bytecode: `0x${evm.bytecode.object}` };
    }
  }
  return compiled as CompiledContracts;
}
