import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";

import { freePort } from "./free-port";

interface AnvilOptions {
  /** A free one by default. */
  port?: number;
  /** Seconds between blocks; without it a block is mined for every transaction. */
  blockTimeS?: number;
  /** 31337 by default. */
  chainId?: number;
  /** Mines only on `evm_mine`. */
  noMining?: boolean;
}

export interface Anvil {
  /** http:// */
  url: string;
  wsUrl: string;
  port: number;
  pid: number;
  /** One JSON-RPC call over HTTP; throws with the node's message. */
  rpc<T>(method: string, params?: unknown[]): Promise<T>;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 15_000;

/** Starts a real local chain from the npm package's own binary and waits until it answers. It ends with this process. */
export async function startAnvil(options: AnvilOptions = {}): Promise<Anvil> {
  const port = options.port ?? (await freePort());
  const args = ["--host", "127.0.0.1", "--port", String(port), "--chain-id", String(options.chainId ?? 31_337)];
  if (options.noMining) args.push("--no-mining");
  if (options.blockTimeS !== undefined) args.push("--block-time", String(options.blockTimeS));
  const child = spawn(anvilBinary(), args, {
    stdio: ["ignore", "ignore", "pipe"],
    // A group of its own: Ctrl-C must reach whoever started it, who then stops everything in order.
    detached: true,
  });
  const complaints: string[] = [];
  child.stderr.on("data", (chunk) => complaints.push(String(chunk)));
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", (error) => {
      complaints.push(error.message);
      resolve();
    });
  });

  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    process.off("exit", kill);
    child.kill("SIGKILL");
    await exited;
  };
  try {
    await untilAnswers(url, child);
  } catch (error) {
    await stop();
    throw new Error(`anvil did not start on port ${port}: ${complaints.join("").trim()}`, { cause: error });
  }
  return {
    url,
    wsUrl: `ws://127.0.0.1:${port}`,
    port,
    pid: child.pid ?? 0,
    rpc: (method, params = []) => rpc(url, method, params),
    stop,
  };
}

/** The platform's binary: npx and the package's own script would put a process in between that outlives a kill. */
function anvilBinary(): string {
  const arch = process.arch === "arm64" ? "arm64" : "amd64";
  const file = process.platform === "win32" ? "anvil.exe" : "anvil";
  return createRequire(import.meta.url).resolve(`@foundry-rs/anvil-${process.platform}-${arch}/bin/${file}`);
}

async function untilAnswers(url: string, child: ChildProcess): Promise<void> {
  const deadlineMs = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`exited with ${child.exitCode}`);
    try {
      await rpc(url, "eth_chainId", []);
      return;
    } catch (error) {
      if (Date.now() > deadlineMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

async function rpc<T>(url: string, method: string, params: unknown[]): Promise<T> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const body = (await response.json()) as { result?: T; error?: { message: string } };
  if (body.error) throw new Error(`${method}: ${body.error.message}`);
  return body.result as T;
}
