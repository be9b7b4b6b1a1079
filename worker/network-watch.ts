import { listOpenTransactions } from "~/domain/alerts/list-open-transactions.server";
import { recordOutcomes } from "~/domain/alerts/record-outcomes.server";
import { closeOpenGaps } from "~/domain/networks/close-open-gaps.server";
import { findLastReport } from "~/domain/networks/find-last-report.server";
import type { NetworkEndpoints } from "~/domain/networks/load-network-endpoints.server";
import { recordGap } from "~/domain/networks/record-gap.server";
import { reportEndpointStates } from "~/domain/networks/report-endpoint-states.server";
import type { Context } from "~/platform/context.server";
import { createLifecycle } from "./lifecycle/create-lifecycle";
import { createNetworkListener } from "./listener/create-network-listener";
import type { NetworkGap, NetworkStatus } from "./listener/types";
import { matchTransaction } from "./matcher/match-transaction";
import type { RuleIndex } from "./matcher/rule-index";
import type { Recorder } from "./recorder/recorder";

const REPORT_EVERY_MS = 2_000;
/** A change of state is reported at once, but a flapping endpoint writes no more often than this. */
const REPORT_AT_MOST_MS = 250;
/** Nobody watched when nothing was reported for this long; a shorter silence is a restart. */
const UNWATCHED_AFTER_MS = 10_000;

/** One network being watched: its listener, the rules that apply, and its heads. */
export interface NetworkWatch {
  chainId: number;
  setRules(index: RuleIndex): void;
  updateEndpoints(endpoints: { id: string; url: string }[]): void;
  status(): NetworkStatus & { rules: number };
  stop(): Promise<void>;
}

/** Reports endpoint states every 2 s, and soon after a change; a failure is left to the next turn. */
function startReports(ctx: Context, networkId: string, status: () => NetworkStatus) {
  let soon: NodeJS.Timeout | null = null;
  let failing = false;
  const report = () => {
    soon = null;
    reportEndpointStates(ctx, { networkId, reports: status().endpoints }).then(
      () => {
        failing = false;
      },
      (error: unknown) => {
        // Without it the pages say that no worker reports, which is not what is wrong.
        if (!failing) ctx.log.warn({ err: error, networkId }, "endpoint states can't be reported, trying again");
        failing = true;
      },
    );
  };
  const timer = setInterval(report, REPORT_EVERY_MS);
  return {
    changed: () => {
      soon ??= setTimeout(report, REPORT_AT_MOST_MS);
    },
    stop: () => {
      clearInterval(timer);
      if (soon) clearTimeout(soon);
    },
  };
}

/** A gap must not be forgotten because the database was away when it was noticed: it is kept and written again. */
function gapWriter(ctx: Context) {
  const waiting: NetworkGap[] = [];
  let timer: NodeJS.Timeout | null = null;
  const flush = async (): Promise<void> => {
    for (let gap = waiting[0]; gap !== undefined; gap = waiting[0]) {
      await recordGap(ctx, {
        networkId: gap.networkId,
        startedAt: new Date(gap.fromMs),
        endedAt: gap.toMs === null ? null : new Date(gap.toMs),
        fromBlock: gap.lastHeadBefore?.number ?? null,
        toBlock: gap.firstHeadAfter?.number ?? null,
        reason: gap.reason,
      });
      waiting.shift();
    }
  };
  const run = () => {
    timer = null;
    flush().catch((error: unknown) => {
      ctx.log.warn({ err: error, gaps: waiting.length }, "a gap could not be recorded, trying again");
      timer ??= setTimeout(run, 2_000);
    });
  };
  return {
    add(gap: NetworkGap) {
      waiting.push(gap);
      if (waiting.length === 1) run();
    },
    stop: () => {
      if (timer) clearTimeout(timer);
    },
  };
}

/**
 * What a listener before this one left undone, settled once there is a live endpoint: gaps that it could not end, and
 * the time in which no worker watched at all.
 */
function lookBack(ctx: Context, networkId: string, addGap: (gap: NetworkGap) => void) {
  const startedAtMs = Date.now();
  // Asked at once, before reports of this process hide the answer.
  const lastReport = findLastReport(ctx, { networkId }).catch((error: unknown) => {
    ctx.log.warn({ err: error, networkId }, "not known since when nobody has watched this network");
    return null;
  });
  let isSettled = false;
  const settle = async () => {
    const reportedAtMs = (await lastReport)?.getTime() ?? startedAtMs;
    const ended = await closeOpenGaps(ctx, { networkId, endedAt: new Date() });
    if (ended > 0 || startedAtMs - reportedAtMs < UNWATCHED_AFTER_MS) return;
    const blocks = { lastHeadBefore: null, firstHeadAfter: null };
    addGap({ networkId, fromMs: reportedAtMs, toMs: Date.now(), ...blocks, reason: "no worker was running" });
  };
  return {
    settle() {
      if (isSettled) return;
      isSettled = true;
      settle().catch(() => {
        isSettled = false;
      });
    },
  };
}

/** Starts to watch a network. */
export function watchNetwork(
  ctx: Context,
  recorder: Recorder,
  { network, endpoints, rules }: NetworkEndpoints & { rules: RuleIndex },
): NetworkWatch {
  let index = rules;
  const log = ctx.log.child({ network: network.name });
  const gaps = gapWriter(ctx);

  const listener = createNetworkListener({
    network,
    endpoints,
    log,
    onTransaction(transaction, { endpointId, atMs }) {
      let isTaken = true;
      for (const match of matchTransaction(index, network.id, transaction)) {
        const found = { networkId: network.id, match, transaction, seenAtMs: atMs, endpointId };
        isTaken = recorder.add(found) && isTaken;
      }
      return isTaken;
    },
    onHead: (head) => lifecycle.onHead(head),
    onGap(gap) {
      log.warn(
        {
          gap: {
            ...gap,
            lastHeadBefore: gap.lastHeadBefore?.number.toString(),
            firstHeadAfter: gap.firstHeadAfter?.number.toString(),
          },
        },
        gap.toMs === null ? "no endpoint is usable" : "an endpoint is usable again",
      );
      gaps.add(gap);
    },
    onEndpointChange(status) {
      reports.changed();
      if (status.state === "live") past.settle();
    },
  });
  const past = lookBack(ctx, network.id, gaps.add);
  const reports = startReports(ctx, network.id, () => listener.status());
  const lifecycle = createLifecycle({
    network,
    log,
    request: (method, params) => listener.request(method, params),
    listOpen: () => listOpenTransactions(ctx, { networkId: network.id }),
    record: (outcomes) =>
      recordOutcomes(
        ctx,
        outcomes.map((outcome) => ({
          ...outcome,
          minedHash: outcome.kind === "replaced" ? outcome.byHash : outcome.hash,
          isCancellation: outcome.kind === "replaced" && outcome.isCancellation,
          firstSeen: outcome.kind === "replaced" ? [] : listener.firstSeen(outcome.hash),
        })),
      ),
  });

  listener.start();
  return {
    chainId: network.chainId,
    setRules: (next) => {
      index = next;
    },
    updateEndpoints: (next) => listener.updateEndpoints(next),
    status: () => ({ ...listener.status(), rules: index.size }),
    async stop() {
      reports.stop();
      gaps.stop();
      await listener.stop();
      await lifecycle.stop();
    },
  };
}
