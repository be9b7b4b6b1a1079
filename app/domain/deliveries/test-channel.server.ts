import { setTimeout as sleep } from "node:timers/promises";

import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { hideSecrets } from "~/domain/channels/hide-secrets";
import { loadChannelConfig } from "~/domain/channels/load-channel-config.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";

const POLL_MS = 100;
const MAX_SHOWN_CHARACTERS = 500;
/** Shorter ones are words of any sentence. */
const MIN_QUOTED_CHARACTERS = 6;

interface Options {
  actor: Actor;
  channelId: string;
  /** How long to wait for the worker and the far side. */
  timeoutMs?: number;
}

/** How a test went that arrived. */
interface TestOutcome {
  /** In words for people; null when there is nothing to say. */
  warning: string | null;
}

/**
 * Sends a test message through the same path as every alert (row, queue, worker), and waits for how it ends. The
 * worker does not retry it: whoever pressed the button wants the first answer.
 *
 * @returns what the far side objected to although it took the message, such as one of several recipients.
 * @throws AppError `not_found`; `upstream_refused` with what the far side said; `unavailable` when no worker sent it in
 *   time, and then it is not sent later either.
 */
export async function testChannel(
  ctx: Context,
  { actor, channelId, timeoutMs = 20_000 }: Options,
): Promise<TestOutcome> {
  const id = await createTest(ctx, actor, channelId);
  try {
    await ctx.queues.add("deliveries-critical", { id, data: { deliveryId: id } });
  } catch (error) {
    await giveUp(ctx, id, "The queue is away.");
    throw new AppError("unavailable", "The queue is away, so the test could not be sent. Try again in a moment.", {
      slug: "queue_away",
      cause: error,
    });
  }
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    await sleep(POLL_MS);
    const outcome = await outcomeOf(ctx, id, channelId);
    if (outcome !== null) return outcome;
  }
  const outcome = await outcomeOf(ctx, id, channelId);
  if (outcome !== null) return outcome;
  const wasWaiting = await giveUp(ctx, id, "Nothing sent the test in time.");
  const seconds = Math.round(timeoutMs / 1000);
  throw wasWaiting
    ? new AppError("unavailable", `No worker sent the test within ${seconds} s. Is one running?`, { slug: "no_worker" })
    : new AppError("unavailable", `The far side has not answered within ${seconds} s.`, { slug: "no_answer" });
}

async function createTest(ctx: Context, actor: Actor, channelId: string): Promise<string> {
  const id = ctx.newId();
  await ctx.db.$transaction(async (tx) => {
    const channel = await tx.channel.findUnique({ where: { id: channelId }, select: { name: true, type: true } });
    if (!channel) throw new AppError("not_found", "There is no channel with this id.", { slug: "channel_not_found" });
    const now = new Date();
    await tx.delivery.create({
      // `enqueuedAt` is set at once, so that the sweeper leaves the row to us.
      data: { id, channelId, purpose: "channel.test", critical: true, createdAt: now, enqueuedAt: now },
    });
    await recordAudit(tx, {
      actor,
      action: "channel.tested",
      resourceType: "channel",
      resourceId: channelId,
      metadata: { name: channel.name, type: channel.type, deliveryId: id },
    });
  });
  return id;
}

/** Null while it is on its way. @throws AppError `upstream_refused` when it failed. */
async function outcomeOf(ctx: Context, id: string, channelId: string): Promise<TestOutcome | null> {
  const row = await ctx.db.delivery.findUnique({
    where: { id },
    select: { state: true, lastError: true, attemptRows: { orderBy: { number: "desc" }, take: 1 } },
  });
  if (!row) throw new AppError("not_found", "The channel was deleted while it was tested.");
  const attempt = row.attemptRows[0];
  if (row.state === "delivered") return { warning: attempt?.error ?? null };
  if (row.state !== "failed") return null;
  const error = attempt?.error ?? row.lastError ?? "It could not be sent.";
  const said = [error, bodyOf(attempt?.responseBody, error)].filter((part) => part !== "").join(" ");
  const text = hideSecrets(said, await loadChannelConfig(ctx, channelId), ctx.env.SMTP_URL);
  throw new AppError("upstream_refused", text, { slug: "channel_test_failed" });
}

/** The far side's own words, where the error does not quote them already, as it does of vendors whose form is known. */
function bodyOf(responseBody: string | null | undefined, error: string): string {
  const text = responseBody?.trim() ?? "";
  if (text === "" || wordsIn(text).some((words) => error.includes(words))) return "";
  return `It said: ${text.length > MAX_SHOWN_CHARACTERS ? `${text.slice(0, MAX_SHOWN_CHARACTERS)}…` : text}`;
}

/** Takes back a test that nobody is sending now. Returns whether it could be taken back. */
async function giveUp(ctx: Context, id: string, reason: string): Promise<boolean> {
  const { count } = await ctx.db.delivery.updateMany({
    where: { id, state: "queued" },
    data: { state: "failed", finishedAt: new Date(), nextAttemptAt: null, lastError: reason },
  });
  return count > 0;
}

/** The texts that an answer holds, long enough to be recognised: of JSON its strings, else the whole. */
function wordsIn(text: string): string[] {
  const found: string[] = [];
  const collect = (_key: string, value: unknown) => {
    if (typeof value === "string") found.push(value);
    return value;
  };
  try {
    JSON.parse(text, collect);
  } catch {
    found.push(text);
  }
  return found.map((words) => words.trim()).filter((words) => words.length >= MIN_QUOTED_CHARACTERS);
}
