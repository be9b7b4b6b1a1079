import { listOpenTransactions } from "~/domain/alerts/list-open-transactions.server";
import { recordChanges } from "~/domain/alerts/record-changes.server";
import { reopenAlerts } from "~/domain/alerts/reopen-alerts.server";
import { addCoverage } from "~/domain/coverage/add-coverage.server";
import type { NetworkEndpoints } from "~/domain/networks/load-network-endpoints.server";
import { intentOf } from "~/domain/transactions/intent";
import type { Context } from "~/platform/context.server";
import { createBlockMatcher } from "./blocks/create-block-matcher";
import { createBlockReader } from "./blocks/create-block-reader";
import { createBlockStore } from "./blocks/create-block-store";
import { createCoverageLedger } from "./blocks/create-coverage-ledger";
import { lookBack } from "./blocks/look-back";
import { networkReportOf } from "./blocks/network-report-of";
import type { BlockRpc } from "./blocks/request-many";
import { startReports } from "./blocks/start-reports";
import { watchAddresses } from "./blocks/watch-addresses";
import { writeGaps } from "./blocks/write-gaps";
import { controlConsumer } from "./control/control-consumer";
import { watchControl } from "./control/watch-control";
import { createLifecycle } from "./lifecycle/create-lifecycle";
import { createNetworkListener, type NetworkListener } from "./listener/create-network-listener";
import type { NetworkGap, NetworkStatus } from "./listener/types";
import { matchMined } from "./matcher/match-mined";
import type { RuleIndex } from "./matcher/rule-index";
import { wantsReceipts } from "./matcher/wants-receipts";
import { readMempool } from "./read-mempool";
import type { ResolveOutcome } from "./recorder/await-outcome";
import type { Recorder } from "./recorder/recorder";
import type { WorkerLoad } from "./watch-load";

/** One network being watched: its listener, the rules that apply, its blocks, and what becomes of its transactions. */
export interface NetworkWatch {
  chainId: number;
  setRules(index: RuleIndex): void;
  updateEndpoints(endpoints: { id: string; url: string }[]): void;
  status(): NetworkStatus & { rules: number; backlogBlocks: number };
  /** How the network's blocks can be asked for, while an endpoint is live. */
  readonly rpc: BlockRpc | null;
  /** What a simulation makes of a match of this network, for the recorder. */
  resolveOutcome: ResolveOutcome;
  /** What is found until then is recorded or journaled by the recorder, which goes on. */
  stop(): Promise<void>;
}

interface WatchOptions extends NetworkEndpoints {
  rules: RuleIndex;
  /** Of the lease under which this worker watches the network; nothing is written under one that another has by now. */
  leaseToken: () => bigint;
  /** How busy this worker is. */
  load?: () => WorkerLoad;
}

/** Starts to watch a network. */
export function watchNetwork(ctx: Context, recorder: Recorder, options: WatchOptions): NetworkWatch {
  const { network, endpoints, leaseToken } = options;
  let index = options.rules;
  const log = ctx.log.child({ network: network.name });
  const gaps = writeGaps(ctx);
  const watched = watchAddresses(ctx, network.id);

  const listener = createNetworkListener({
    network,
    endpoints,
    log,
    onTransaction: (transaction, seen) => onTransaction(transaction, seen),
    onHead: (head) => blocks.onHead(head),
    onDropped: (hash) => lifecycle.onDropHint(hash),
    onGap(gap) {
      log.warn({ gap: loggable(gap) }, gap.toMs === null ? "no endpoint is usable" : "an endpoint is usable again");
      gaps.add(gap);
    },
    onEndpointChange(status) {
      reports.changed();
      if (status.state === "live") past.settle();
    },
  });
  const { lifecycle, ledger, blocks, control } = readBlocks(ctx, {
    ...options,
    recorder,
    listener,
    watched,
    log,
    index: () => index,
  });
  /** Once what was found is in the database: then the lifecycle can read it. */
  const hintLifecycle = once(() => recorder.settled(), lifecycle.onAlertsRecorded.bind(lifecycle));
  const { onTransaction, ring, simulator } = readMempool(ctx, {
    ...options,
    recorder,
    listener,
    watched,
    log,
    index: () => index,
    onPending: (transaction) => lifecycle.onPending(transaction),
    onFound: hintLifecycle,
  });
  const past = lookBack(ctx, network.id, gaps.add);
  const reports = startReports(ctx, {
    networkId: network.id,
    leaseToken,
    endpoints: () => listener.status().endpoints,
    network: () =>
      networkReportOf({
        listener: listener.status(),
        blocks: blocks.status(),
        rules: index.size,
        recorder: recorder.status(),
        simulation: simulator.status(),
        worker: options.load?.() ?? null,
      }),
  });

  listener.start();
  return {
    chainId: network.chainId,
    setRules(next) {
      index = next;
      watched.reload();
      control.reload();
    },
    updateEndpoints: (next) => listener.updateEndpoints(next),
    status: () => ({ ...listener.status(), rules: index.size, backlogBlocks: blocks.status().backlogBlocks }),
    get rpc() {
      const isLive = listener.status().endpoints.some(({ connectedAtMs }) => connectedAtMs !== null);
      return isLive ? { request: <T>(method: string, params: unknown[]) => listener.request<T>(method, params) } : null;
    },
    resolveOutcome: async ({ transaction }) => {
      const sender = intentOf(transaction)?.sender;
      return sender === undefined ? null : simulator.outcomeOf(transaction, sender);
    },
    async stop() {
      reports.stop();
      gaps.stop();
      simulator.stop();
      await listener.stop();
      await blocks.stop();
      await Promise.all([lifecycle.stop(), ledger.stop(), ring.stop(), control.stop()]);
    },
  };
}

interface BlockParts extends WatchOptions {
  recorder: Recorder;
  listener: NetworkListener;
  watched: { current(): ReadonlyMap<string, string> };
  log: Context["log"];
  index: () => RuleIndex;
}

/** Who reads the network's blocks, in the order in which they are asked. */
function readBlocks(ctx: Context, parts: BlockParts) {
  const { network, listener, recorder, leaseToken, log, index } = parts;
  const request = <T>(method: string, params: unknown[]) => listener.request<T>(method, params);
  const firstSeen = (hash: string) => listener.firstSeen(hash);
  const networkId = network.id;

  const matcher = createBlockMatcher({
    networkId,
    log,
    index,
    leaseToken,
    firstSeen,
    matchMined,
    wantsReceipts,
    recorder,
  });
  const lifecycle = createLifecycle({
    network,
    log,
    request,
    requestEach: async <T>(method: string, params: unknown[]) =>
      (await listener.requestEach(method, params)).map((answer) =>
        answer.status === "fulfilled" ? { ok: true as const, result: answer.value as T } : { ok: false as const },
      ),
    listOpen: () => listOpenTransactions(ctx, { networkId }),
    record: (changes) => recordChanges(ctx, { networkId, changes, leaseToken: leaseToken() }),
    reopen: (blocks) => reopenAlerts(ctx, { networkId, blocks, leaseToken: leaseToken() }),
    firstSeen,
    onGone: (hash) => listener.expectAgain(hash),
  });
  const ledger = createCoverageLedger({
    networkId,
    log,
    watched: parts.watched.current,
    firstSeen,
    add: (counts) => addCoverage(ctx, { networkId, leaseToken: leaseToken(), counts }),
  });
  const control = watchControl(ctx, {
    network,
    log,
    request,
    index,
    leaseToken,
    firstSeen,
    recorder,
    newestBlock: () => listener.status().lastHead,
  });
  const blocks = createBlockReader({
    network,
    log: ctx.log,
    request,
    consumers: [matcher, lifecycle, ledger, controlConsumer(control, log)],
    store: createBlockStore(ctx, { networkId, leaseToken }),
  });
  return { lifecycle, ledger, blocks, control };
}

/** Calls `then` when `settled` has resolved, once for all calls made until then. */
function once(settled: () => Promise<void>, then: () => void): () => void {
  let isWaiting = false;
  return () => {
    if (isWaiting) return;
    isWaiting = true;
    const go = () => {
      isWaiting = false;
      then();
    };
    settled().then(go, go);
  };
}

/** A log line is JSON, which has no bigint. */
function loggable(gap: NetworkGap) {
  return {
    ...gap,
    lastHeadBefore: gap.lastHeadBefore?.number.toString(),
    firstHeadAfter: gap.firstHeadAfter?.number.toString(),
  };
}
