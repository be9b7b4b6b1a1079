import { StoredBacktest, StoredProgress } from "~/domain/backtests/stored-backtest";
import { AppError } from "~/domain/errors";
import type { ClaimedJob } from "~/domain/jobs/claim-job.server";
import { saveJob } from "~/domain/jobs/save-job.server";
import { toRuleSource } from "~/domain/rules/to-rule-source.server";
import type { Context } from "~/platform/context.server";
import type { BlockRpc } from "../blocks/request-many";
import { buildRuleIndexInSlices } from "../matcher/build-rule-index";
import { ReplayFailure } from "./read-blocks";
import { type ReplayPace, replayBlocks } from "./replay-blocks";
import { replayMempool } from "./replay-mempool";
import type { ReplayStep } from "./replay-step";
import { Tally, type TallyState } from "./tally";

/** Progress is written this often; also the sign of life, see `claimJob`. */
const SAVE_EVERY_MS = 1_000;

/** What a backtest runs with. */
export interface BacktestRun {
  job: ClaimedJob;
  rpcOf: (networkId: string) => BlockRpc | null;
  pace: ReplayPace;
  /** The worker stops: the job is given back. */
  stopping: AbortSignal;
}

interface Resume {
  next: number;
  tally: TallyState;
}

/**
 * Runs a claimed backtest to its end, or until it is cancelled, taken over, or the worker stops.
 *
 * @throws the driver's error when its end can't be written: it is taken up again then, where it was last saved.
 */
export async function runBacktest(ctx: Context, run: BacktestRun): Promise<void> {
  const { job } = run;
  const log = ctx.log.child({ jobId: job.id });
  const keeper = new JobKeeper(ctx, job, run.stopping);
  const end = await replay(ctx, run, keeper).then(
    (): JobEnd => ({ state: "done" }),
    (error: unknown): JobEnd | null => {
      if (keeper.isLost) return null;
      if (run.stopping.aborted) return { state: "queued" };
      if (error instanceof ReplayFailure || error instanceof AppError) return { state: "failed", error: error.message };
      log.error({ err: error }, "a backtest failed");
      return { state: "failed", error: "Something went wrong on our side; the log of the worker says what." };
    },
  );
  await keeper.stop();
  if (end === null) log.info("a backtest was cancelled or taken over");
  else await keeper.end(end);
}

interface JobEnd {
  state: "done" | "failed" | "queued";
  error?: string;
}

async function replay(ctx: Context, { job, rpcOf, pace }: BacktestRun, keeper: JobKeeper): Promise<void> {
  const { rule, networkId, network, range } = StoredBacktest.parse(job.input);
  const resolved = await toRuleSource(ctx, { rule, network: { id: networkId, name: network } });
  const index = await buildRuleIndexInSlices([resolved.source], { lists: resolved.lists });
  const [rejected] = index.rejected;
  if (rejected) throw new ReplayFailure(`The rule can't be replayed. ${rejected.detail}`);

  const resume = range.kind === "blocks" ? keeper.resume : null;
  const tally = new Tally(rule, resume && { result: job.result, state: resume.tally });
  keeper.begin(tally, resume === null);
  let steps: AsyncIterable<ReplayStep>;
  if (range.kind === "mempool") steps = replayMempool(ctx, { networkId, range, index, tally });
  else {
    const rpc = rpcOf(networkId);
    if (rpc === null) throw new ReplayFailure("No endpoint of the network is connected.");
    const { signal } = keeper;
    const next = resume?.next ?? range.fromBlock;
    steps = replayBlocks({ networkId, range, next, index, tally, rpc, log: ctx.log, signal, pace });
  }
  for await (const step of steps) await keeper.step(step);
  tally.finish();
}

/** Keeps a job's row up to date, and tells when it is no longer this worker's. */
class JobKeeper {
  isLost = false;
  readonly signal: AbortSignal;
  private readonly ending = new AbortController();
  private progress: StoredProgress;
  private tally: Tally | null = null;
  /** As of the last step: what is counted within a block does not fit to where it would go on. */
  private saved: { progress: object; result: object | null };
  private takenAtMs = 0;
  private saving: Promise<void> | null = null;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly ctx: Context,
    private readonly job: ClaimedJob,
    stopping: AbortSignal,
  ) {
    this.progress = StoredProgress.parse(job.progress);
    this.saved = { progress: {}, result: null };
    this.signal = AbortSignal.any([stopping, this.ending.signal]);
    this.timer = setInterval(() => void this.save(), SAVE_EVERY_MS);
  }

  get resume(): Resume | null {
    return this.job.result === null || this.progress.resume == null ? null : (this.progress.resume as Resume);
  }

  begin(tally: Tally, isNew: boolean): void {
    this.tally = tally;
    if (isNew) this.progress = { ...this.progress, done: 0, transactions: 0 };
  }

  /** A block or page is done. Throws when the job is to end. */
  async step({ done, transactions, next }: ReplayStep): Promise<void> {
    this.signal.throwIfAborted();
    const { progress, tally } = this;
    progress.done = done;
    progress.total = Math.max(progress.total, done);
    progress.transactions += transactions;
    progress.resume = { next, tally: tally?.state };
    if (Date.now() - this.takenAtMs < SAVE_EVERY_MS) return;
    this.take();
    await this.save();
    this.signal.throwIfAborted();
  }

  async end({ state, error }: JobEnd): Promise<void> {
    // A range may end after the chain does.
    if (state === "done") this.progress.total = this.progress.done;
    // What was counted since the last step is left to whoever goes on.
    if (state !== "queued") this.take();
    const { id, claim } = this.job;
    await saveJob(this.ctx, { id, claim, ...this.saved, state, error: error ?? null });
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.saving;
  }

  /** A copy, for the counting goes on. */
  private take(): void {
    this.takenAtMs = Date.now();
    const { done, total, unit, transactions, resume } = this.progress;
    const progress = { done, total, unit, transactions, resume };
    this.saved = structuredClone({ progress, result: this.tally?.result ?? null });
  }

  /** A failure is left to the next turn: the job goes on while the database is away for a moment. */
  private save(): Promise<void> {
    this.saving ??= this.write().finally(() => {
      this.saving = null;
    });
    return this.saving;
  }

  private async write(): Promise<void> {
    const { id, claim } = this.job;
    try {
      const isOurs = await saveJob(this.ctx, { id, claim, ...this.saved, state: "running" });
      if (isOurs) return;
      this.isLost = true;
      this.ending.abort();
    } catch (error) {
      this.ctx.log.warn({ err: error, jobId: id }, "a backtest's progress can't be written, trying again");
    }
  }
}
