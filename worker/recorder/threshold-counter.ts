import type { Context } from "~/platform/context.server";
import type { AlertDraft } from "./alert-draft";
import { consumeHits, countHits, type HitGroup, writeHits } from "./threshold-hits";

/** Hits of one rule that are written down within its window; beyond that they are counted here, the last groups only. */
const MAX_HITS = 20_000;
const MAX_GROUPS = 10_000;
/** Hits in one statement. */
const MAX_BATCH = 1_000;

/** Counts the matches of rules with a threshold and hands out those that reach it. */
export class ThresholdCounter {
  /** Groups whose alert is on its way: what comes meanwhile belongs to the next. */
  private readonly firing = new Set<string>();
  private readonly written = new Map<string, { sinceMs: number; hits: number }>();
  /** Of floods: when the hits of a group came, the oldest first. */
  private readonly overflow = new Map<string, number[]>();

  constructor(private readonly ctx: Context) {}

  /**
   * Takes matches of rules with thresholds, in the order in which they were found.
   *
   * @returns those that reach it, each with the count of all that it stands for.
   * @throws the driver's error when the database is away: all can be given again.
   */
  async take(drafts: readonly AlertDraft[]): Promise<AlertDraft[]> {
    const fired: AlertDraft[] = [];
    for (let at = 0; at < drafts.length; at += MAX_BATCH) {
      fired.push(...(await this.takeSome(drafts.slice(at, at + MAX_BATCH))));
    }
    return fired;
  }

  /** Its alert is written, or was given up: the group counts anew. */
  settle(draft: AlertDraft): void {
    if (draft.groupKey !== null) this.firing.delete(keyOf(draft));
  }

  /** An alert that is counted but not stored has told of its hits all the same. */
  consume(draft: AlertDraft): void {
    this.settle(draft);
    if (draft.groupKey === null) return;
    consumeHits(this.ctx.sql, draft).catch((error: unknown) => {
      this.ctx.log.warn({ err: error, ruleId: draft.ruleId }, "hits of a threshold could not be consumed");
    });
  }

  private async takeSome(drafts: readonly AlertDraft[]): Promise<AlertDraft[]> {
    const kept = drafts.filter((draft) => this.hasRoom(draft));
    const fired = drafts.filter((draft) => !kept.includes(draft) && this.countHere(draft));
    if (kept.length === 0) return fired;
    await writeHits(this.ctx.sql, kept);
    const groups = groupsOf(kept.filter((draft) => !this.firing.has(keyOf(draft))));
    if (groups.length === 0) return fired;
    const counts = await countHits(this.ctx.sql, groups);
    for (const [index, { newest }] of groups.entries()) {
      const { count, senders } = counts[index] ?? { count: 0, senders: 0 };
      if (newest.threshold !== null && count >= newest.threshold.count) fired.push(this.fire(newest, count, senders));
    }
    return fired;
  }

  private fire(draft: AlertDraft, count: number, senders: number): AlertDraft {
    this.firing.add(keyOf(draft));
    const { windowSeconds = 0, groupBy = "rule" } = draft.threshold ?? {};
    const from = { rule: "", sender: " from the same sender", contract: " to the same contract" }[groupBy];
    const many = senders > 1 ? `, by ${senders} senders` : "";
    draft.description += ` ${count} within ${windowSeconds} s${from}${many}: the rule's threshold.`;
    draft.occurrences = count;
    draft.senders = Math.max(1, senders);
    return draft;
  }

  private hasRoom(draft: AlertDraft): boolean {
    const windowMs = (draft.threshold?.windowSeconds ?? 0) * 1_000;
    const known = this.written.get(draft.ruleId);
    if (known === undefined || draft.detectedAtMs - known.sinceMs > windowMs) {
      this.written.set(draft.ruleId, { sinceMs: draft.detectedAtMs, hits: 1 });
      return true;
    }
    if (known.hits >= MAX_HITS) return false;
    known.hits += 1;
    if (known.hits === MAX_HITS) {
      this.ctx.log.warn({ ruleId: draft.ruleId, hits: MAX_HITS }, "a flood of a rule's hits: counting in memory only");
    }
    return true;
  }

  /** Whether the threshold is reached by what memory knows; the groups that were met last are kept. */
  private countHere(draft: AlertDraft): boolean {
    const { count = 0, windowSeconds = 0 } = draft.threshold ?? {};
    const key = keyOf(draft);
    const times = (this.overflow.get(key) ?? []).filter((at) => draft.detectedAtMs - at < windowSeconds * 1_000);
    times.push(draft.detectedAtMs);
    this.overflow.delete(key);
    if (times.length >= count && !this.firing.has(key)) {
      this.fire(draft, times.length, 1);
      return true;
    }
    this.overflow.set(key, times.slice(-count));
    if (this.overflow.size > MAX_GROUPS) {
      const [oldest] = this.overflow.keys();
      if (oldest !== undefined) this.overflow.delete(oldest);
    }
    return false;
  }
}

function keyOf({ ruleId, groupKey }: AlertDraft): string {
  return `${ruleId}|${groupKey ?? ""}`;
}

function groupsOf(drafts: readonly AlertDraft[]): HitGroup[] {
  const groups = new Map<string, HitGroup>();
  for (const draft of drafts) {
    const known = groups.get(keyOf(draft));
    const newest = known !== undefined && known.newest.detectedAtMs > draft.detectedAtMs ? known.newest : draft;
    groups.set(keyOf(draft), { newest, sinceMs: newest.detectedAtMs - (draft.threshold?.windowSeconds ?? 0) * 1_000 });
  }
  return [...groups.values()];
}
