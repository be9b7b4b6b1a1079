import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError, type FieldError } from "~/domain/errors";
import type { Job } from "~/domain/jobs/job";
import { presentJob } from "~/domain/jobs/present-job";
import { compileRule } from "~/domain/rules/compile-rule";
import { requireTrialNetwork } from "~/domain/rules/require-trial-network.server";
import { isOfChangedCode } from "~/domain/rules/rule-look";
import type { RuleSnapshot } from "~/domain/rules/rule-snapshot";
import { SignatureCache } from "~/domain/rules/signature-cache";
import { snapshotRule } from "~/domain/rules/snapshot-rule.server";
import { toRuleSource } from "~/domain/rules/to-rule-source.server";
import type { Context } from "~/platform/context.server";
import type { Prisma } from "~/platform/generated/prisma/client";
import { type BacktestRange, MAX_BACKTEST_BLOCKS } from "./backtest";
import { countRecorded } from "./list-recorded.server";
import type { NewBacktest } from "./new-backtest";
import type { StoredBacktest, StoredProgress } from "./stored-backtest";

/** Jobs of one user that may wait or run: a worker does one after the other. */
const MAX_OPEN_JOBS = 10;

/**
 * Asks for a backtest; a worker that watches the network takes it up. Nothing that it finds is alerted on.
 *
 * @throws AppError `not_found` (the rule), `invalid_input` with pointers of the body, `unprocessable` for a rule that can't be
 *   replayed, or `conflict` (`too_many_jobs`) when the caller has ten open ones.
 */
export async function createBacktest(
  ctx: Context,
  { actor, input }: { actor: Actor; input: NewBacktest },
): Promise<Job> {
  const range = readRange(input);
  const { rule: unsaved, ruleId } = input;
  if ((unsaved === undefined) === (ruleId === undefined)) {
    const detail = "one of rule and ruleId is required: what to replay";
    throw refused([{ pointer: "/rule", detail, code: ruleId === undefined ? "required" : "ambiguous" }]);
  }
  const rule = await snapshotRule(ctx, unsaved === undefined ? { ruleId: ruleId ?? "" } : { rule: unsaved });
  const network = await requireTrialNetwork(ctx, { name: input.network, rule });
  await requireReplayable(ctx, rule, network, range);

  const progress: StoredProgress = {
    done: 0,
    total: await totalOf(ctx, network.id, range),
    unit: range.kind === "blocks" ? "blocks" : "transactions",
    transactions: 0,
    restarts: 0,
    claim: null,
  };
  const stored: StoredBacktest = {
    ...{ ruleId: ruleId ?? null, ruleName: rule.name, severity: rule.severity },
    ...{ network: network.name, range, networkId: network.id, rule },
  };
  return insert(ctx, { actor, stored, progress });
}

async function insert(
  ctx: Context,
  { actor, stored, progress }: { actor: Actor; stored: StoredBacktest; progress: StoredProgress },
): Promise<Job> {
  const id = ctx.newId();
  const { ruleId, network, range } = stored;
  const row = await ctx.db.$transaction(async (tx) => {
    const open = { state: { in: ["queued", "running"] }, createdById: actor.userId };
    if ((await tx.job.count({ where: open })) >= MAX_OPEN_JOBS) {
      const message = `You have ${MAX_OPEN_JOBS} jobs that have not ended. Cancel one, or wait.`;
      throw new AppError("conflict", message, { slug: "too_many_jobs" });
    }
    const input = stored as unknown as Prisma.InputJsonObject;
    const made = await tx.job.create({
      data: {
        id,
        kind: "backtest",
        input,
        progress: { ...progress } as Prisma.InputJsonObject,
        createdById: actor.userId,
      },
    });
    const metadata = { ruleId, network, range: { ...range } };
    await recordAudit(tx, { actor, action: "backtest.started", resourceType: "job", resourceId: id, metadata });
    return made;
  });
  return presentJob(row);
}

function readRange({ fromBlock, toBlock, lastHours }: NewBacktest): BacktestRange {
  const isOfBlocks = fromBlock !== undefined || toBlock !== undefined;
  if (lastHours !== undefined) {
    if (isOfBlocks) {
      const detail = "replays the recorded mempool: give it, or fromBlock and toBlock, not both";
      throw refused([{ pointer: "/lastHours", detail, code: "ambiguous" }]);
    }
    const now = Date.now();
    const from = new Date(now - lastHours * 3_600_000).toISOString();
    return { kind: "mempool", from, to: new Date(now).toISOString() };
  }
  if (fromBlock === undefined || toBlock === undefined) {
    const pointer = fromBlock === undefined ? "/fromBlock" : "/toBlock";
    const detail = "is required: a range of blocks needs both ends (or give lastHours instead)";
    throw refused([{ pointer, detail, code: "required" }]);
  }
  if (toBlock < fromBlock) {
    throw refused([{ pointer: "/toBlock", detail: "must not be before fromBlock", code: "range_reversed" }]);
  }
  if (toBlock - fromBlock >= MAX_BACKTEST_BLOCKS) {
    const limit = MAX_BACKTEST_BLOCKS.toLocaleString("en");
    const detail = `is too far: a backtest reads at most ${limit} blocks`;
    throw refused([{ pointer: "/toBlock", detail, code: "range_too_large" }]);
  }
  return { kind: "blocks", fromBlock, toBlock };
}

/** A backtest that can only find nothing would look like good news. */
async function requireReplayable(
  ctx: Context,
  rule: RuleSnapshot,
  network: { id: string; name: string },
  range: BacktestRange,
): Promise<void> {
  if (isOfChangedCode(rule.trigger)) {
    const message = "Changes of code are noticed by looking at the contract: they can't be replayed from transactions.";
    throw new AppError("unprocessable", message, { slug: "not_replayable" });
  }
  if (range.kind === "mempool" && rule.stage === "confirmed") {
    const detail = "has only pending transactions, and the rule looks at mined ones: give fromBlock and toBlock";
    throw refused([{ pointer: "/lastHours", detail, code: "not_applicable" }]);
  }
  const { source, lists } = await toRuleSource(ctx, { rule, network });
  const compiled = compileRule(source, { lists, signatures: new SignatureCache() });
  if ("detail" in compiled) {
    throw new AppError("unprocessable", `The rule can't be replayed. ${compiled.detail}`, { slug: "rule_unusable" });
  }
}

async function totalOf(ctx: Context, networkId: string, range: BacktestRange): Promise<number> {
  if (range.kind === "blocks") return range.toBlock - range.fromBlock + 1;
  const window = { networkId, from: new Date(range.from), to: new Date(range.to) };
  return (await countRecorded(ctx, window)).count;
}

function refused(errors: FieldError[]): AppError {
  const [first] = errors;
  return new AppError("invalid_input", `${first?.pointer.slice(1)}: ${first?.detail}.`, { errors });
}
