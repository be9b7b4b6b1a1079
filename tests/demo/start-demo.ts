import { join } from "node:path";

import { startAnvil } from "../support/anvil";
import { ensureBuild } from "../support/ensure-build";
import { freePort, isPortFree } from "../support/free-port";
import { type RunningSentinel, startSentinel } from "../support/sentinel";
import { type ReceivedRequest, startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver";
import { type Cast, castPlayers, fundCast } from "./cast";
import { type Chain, openChain } from "./chain";
import { type CompiledContracts, compileContracts } from "./compile-contracts";
import { type DemoState, loadState, saveState } from "./demo-state";
import { type Deployment, deployContracts, locateContracts } from "./deploy-contracts";
import { loadChain, saveChain } from "./keep-chain";
import { endLeftovers, noteProcesses, type ProcessNotes } from "./leftovers";
import type { DemoOptions } from "./options";
import type { Progress } from "./progress";
import type { Releases } from "./releases";
import { rememberStage } from "./remember-stage";
import { settleChain } from "./settle-chain";
import { startBreaker } from "./start-breaker";
import { type Call, NETWORK, openApi, watchContracts } from "./watch-contracts";

/** A running Sentinel that watches a running chain. */
export interface Demo {
  chain: Chain;
  cast: Cast;
  deployment: Deployment;
  /** Undoes what attacks did; see `rememberStage`. */
  restoreStage: () => Promise<void>;
  receiver: WebhookReceiver;
  sentinel: RunningSentinel;
  call: Call;
  /** When the rules were saved; they are live 2 s later at most. `performance.now()`. */
  rulesSavedMs: number;
}

/** The one known password: this Sentinel listens on loopback only and guards play money. */
export const LOGIN = { email: "demo@sentinel.local", password: "watch-the-mempool" };

const CHAIN_ID = 31_337;
/** Long enough to look at a pending transaction. */
const BLOCK_TIME_S = 8;

interface StartOptions {
  options: DemoOptions;
  progress: Progress;
  releases: Releases;
  onWebhook: (request: ReceivedRequest) => void;
  signal: AbortSignal;
}

/** Starts everything, a step after the other; what is started is ended by `releases`. */
export async function startDemo({ options, progress, releases, onWebhook, signal }: StartOptions): Promise<Demo> {
  const { dataDir } = options;
  const { step } = progress;
  const state = await loadState(dataDir);
  const ended = await endLeftovers(dataDir);
  if (ended > 0) progress.line(`         (ended ${ended} processes that a killed demo left)`);
  const notes = noteProcesses(dataDir);
  releases.add(notes.remove);

  await step(
    "build",
    () => ensureBuild({ signal }),
    (built) => (built ? "done" : "is up to date"),
  );
  signal.throwIfAborted();
  const contracts = await step("contracts compiled", compileContracts);
  signal.throwIfAborted();

  const ports = await choosePorts(options.port, state);
  await saveState(dataDir, { ...state, ports, runs: state.runs + 1 });
  const { chain, cast, deployment, wsUrl, restoreStage } = await step(
    "local chain with two treasuries, a token, a multisig and a payments router",
    () => startChain(ports.chain, { contracts, run: state.runs, dataDir, releases, notes }),
    ({ isKept }) => `${isKept ? "the one of the last start, " : ""}a block every ${BLOCK_TIME_S} s`,
  );
  signal.throwIfAborted();

  const { webhookSecret: secret } = state;
  const receiver = await startWebhookReceiver({ port: ports.receiver, secret, onRequest: onWebhook });
  releases.add(receiver.close);
  const breaker = await startBreaker({ secret });
  releases.add(breaker.close);
  const sentinel = await step("Sentinel with database, web and worker", () =>
    launchSentinel({ dataDir, port: ports.web, wsUrl, releases, notes, signal }),
  );
  const call = await openApi(sentinel);
  releases.add(() => settleChain(chain, call));
  await step("watchlists, rules, webhooks, a circuit breaker and an escalation policy", () =>
    watchContracts(call, {
      deployment,
      cast,
      receiver: { url: receiver.url, secret },
      breaker: { url: breaker.url, secret },
    }),
  );
  return { chain, cast, deployment, restoreStage, receiver, sentinel, call, rulesSavedMs: performance.now() };
}

/** The ports of the last start when they are free: stored addresses stay right. A port that was asked for must be. */
async function choosePorts(asked: number | undefined, { ports }: DemoState) {
  if (asked !== undefined && !(await isPortFree(asked))) throw new Error(`port ${asked} is taken`);
  return {
    web: asked ?? (await freePort(ports.web ?? 3000)),
    chain: await freePort(ports.chain),
    receiver: await freePort(ports.receiver),
  };
}

interface ChainOptions {
  contracts: CompiledContracts;
  /** How often the demo was started before. */
  run: number;
  dataDir: string;
  releases: Releases;
  notes: ProcessNotes;
}

async function startChain(port: number, { contracts, run, dataDir, releases, notes }: ChainOptions) {
  const anvil = await startAnvil({ port, chainId: CHAIN_ID, blockTimeS: BLOCK_TIME_S });
  releases.add(() => anvil.stop());
  notes.add(anvil.pid);
  const chain = openChain(anvil.url, CHAIN_ID);
  const cast = castPlayers();
  const isKept = await loadChain(chain, dataDir, contracts);
  await fundCast(chain, cast, run);
  const deployment = isKept ? locateContracts(contracts, cast) : await deployContracts(chain, contracts, cast);
  const restoreStage = await rememberStage(chain, deployment, cast);
  // Written down only with the stage as it was: the next start takes what it finds for that.
  releases.add(() => restoreStage().then(() => saveChain(chain, dataDir, contracts)));
  return { chain, cast, deployment, restoreStage, isKept, wsUrl: anvil.wsUrl };
}

async function launchSentinel(how: {
  dataDir: string;
  port: number;
  wsUrl: string;
  releases: Releases;
  notes: ProcessNotes;
  signal: AbortSignal;
}): Promise<RunningSentinel> {
  const network = { name: NETWORK, chainId: CHAIN_ID, rpcUrls: [how.wsUrl], confirmations: 1 };
  const sentinel = await startSentinel({
    port: how.port,
    dataDir: how.dataDir,
    logFile: join(how.dataDir, "sentinel.log"),
    signal: how.signal,
    onSpawn: how.notes.add,
    env: {
      ADMIN_EMAIL: LOGIN.email,
      ADMIN_PASSWORD: LOGIN.password,
      PUBLIC_URL: `http://localhost:${how.port}`,
      SENTINEL_NETWORKS: JSON.stringify([network]),
      WEBHOOK_ALLOWED_CIDRS: "127.0.0.0/8",
    },
  });
  how.releases.add(() => sentinel.stop({ graceMs: 3200 }));
  return sentinel;
}
