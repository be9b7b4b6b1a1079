import { claimJob } from "~/domain/jobs/claim-job.server";
import type { Context } from "~/platform/context.server";
import type { BlockRpc } from "../blocks/request-many";
import type { ReplayPace } from "./replay-blocks";
import { runBacktest } from "./run-backtest";

const POLL_MS = 1_000;
/** A day of Ethereum takes six minutes. */
const PACE: ReplayPace = { blocksPerSecond: 20, maxShare: 0.25 };

/** The networks of which this worker has a live endpoint, by their ids, and how to ask it for blocks. */
export type LiveNetworks = () => ReadonlyMap<string, BlockRpc>;

/** Takes up backtests of the networks that this worker watches, one after the other. */
export function startBacktests(
  ctx: Context,
  networks: LiveNetworks,
  options: { pollMs?: number; pace?: Partial<ReplayPace> } = {},
): { stop(): Promise<void> } {
  const { pollMs = POLL_MS } = options;
  const pace = { ...PACE, ...options.pace };
  const stopping = new AbortController();
  let running: Promise<void> | null = null;
  let isFailing = false;

  const takeUp = async () => {
    while (!stopping.signal.aborted) {
      const live = networks();
      if (live.size === 0) return;
      const job = await claimJob(ctx, { kind: "backtest", networkIds: [...live.keys()] });
      if (job === null) return;
      await runBacktest(ctx, { job, rpcOf: (id) => live.get(id) ?? null, pace, stopping: stopping.signal });
    }
  };
  const turn = () => {
    running ??= takeUp()
      .then(
        () => {
          isFailing = false;
        },
        (error: unknown) => {
          if (!isFailing) ctx.log.warn({ err: error }, "backtests can't be taken up, trying again");
          isFailing = true;
        },
      )
      .finally(() => {
        running = null;
      });
  };
  const timer = setInterval(turn, pollMs);
  turn();

  return {
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await running;
    },
  };
}
