import type { AlertDraft } from "../alert-draft";
import type { WrittenAlert } from "../write-alerts";
import { closeHold, rankOf } from "./close-hold";
import { CountedIntents } from "./counted-intents";
import { NOISE } from "./noise-tuning";
import { PageRate } from "./page-rate";
import { type Held, type Kind, QuietWindow, type SenderBudget } from "./quiet-window";

/**
 * What is to be done with a match.
 * - `write`: now; `wait`: until the alert before it has told whether it pages
 * - `count`: nothing but counting, which is done; `hold`: it comes back by `release`
 */
export type Verdict = "write" | "wait" | "count" | "hold";

/** Repeats of a page: what is to be added to the alert that covers them. */
export interface Repeat {
  coverId: string;
  networkId: string;
  leaseToken: bigint | null;
  atMs: number;
  count: number;
  /** Distinct senders so far, the cover's own included. */
  senders: number;
  /** Of `count`, those that are not stored. */
  unstored: number;
  /** First of their kind, but not paged: the limit was reached. */
  unpaged: number;
}

/** Where the gate's results go. */
export interface NoiseGateOptions {
  /** Covered alerts stored for a rule and window. */
  maxCoveredRows: number;
  /** Drafts that were held, decided now. */
  release: (drafts: AlertDraft[]) => void;
  repeat: (repeat: Repeat) => void;
  /** Drafts that were only counted in the end. */
  counted: (draft: AlertDraft) => void;
}

/** A window whose cover was written by another process or before a restart: what it has seen is in the database. */
export interface UnknownWindow {
  key: string;
  ruleId: string;
  coverId: string;
}

/**
 * Decides which matches page, which are stored silently and which are only counted. The cooldown itself is the
 * database's, for the whole fleet; the gate knows the windows that this process has met, so that a flood costs neither
 * rows nor statements.
 */
export class NoiseGate {
  private readonly windows = new Map<string, QuietWindow>();
  /** Keys whose first alert is on its way, and its id: only the database knows whether it pages. */
  private readonly opening = new Map<string, string>();
  private readonly rates = new Map<string, PageRate>();
  private readonly intents = new CountedIntents();
  private readonly budget: SenderBudget = { left: NOISE.maxSendersOfAll };

  constructor(private readonly options: NoiseGateOptions) {}

  /** What to do with a draft. It may be changed: by whom it is covered, whether it pages. */
  judge(draft: AlertDraft): Verdict {
    if (draft.isDecided) return "write";
    const key = keyOf(draft);
    if (this.opening.has(key)) return "wait";
    const window = this.windowOf(key, draft);
    if (window) return this.judgeCovered(window, draft);
    if (isQuieting(draft)) {
      this.opening.set(key, draft.id);
      return "write";
    }
    return this.judgePage(key, draft);
  }

  /** Takes in what became of a batch. Returns the windows that are to be made known by `know`. */
  settle(outcomes: readonly WrittenAlert[]): UnknownWindow[] {
    const unknown: UnknownWindow[] = [];
    for (const outcome of outcomes) {
      const { draft, isNew, alertId, coveredById } = outcome;
      const key = keyOf(draft);
      if (this.opening.get(key) === draft.id) {
        this.opening.delete(key);
        if (this.open(key, outcome)) unknown.push({ key, ruleId: draft.ruleId, coverId: coveredById ?? alertId });
      }
      if (isNew && coveredById === null) this.rates.get(key)?.written(draft, alertId);
      else this.rates.get(key)?.remove(draft.id);
      if (this.windows.has(key)) this.intents.add(draft);
      if (isNew && coveredById !== null) this.repeat(this.windows.get(key), draft, coveredById, {});
    }
    return unknown;
  }

  /** What an unknown window has seen; null when it could not be read: the database will be asked again. */
  know(key: string, kinds: readonly Kind[] | null): void {
    const window = this.windows.get(key);
    if (window === undefined) return;
    if (kinds === null) {
      this.end(key, window);
      return;
    }
    for (const kind of kinds) window.see(kind, window.cover.atMs);
    window.stored = Math.max(window.stored, kinds.length - 1);
  }

  /** A batch that was not written: its drafts come again. */
  forget(drafts: readonly AlertDraft[]): void {
    for (const draft of drafts) {
      const key = keyOf(draft);
      if (this.opening.get(key) === draft.id) this.opening.delete(key);
    }
  }

  held(): number {
    let count = 0;
    for (const window of this.windows.values()) count += window.held.length;
    return count;
  }

  /** Decides at once what is held. */
  releaseAll(): void {
    for (const window of this.windows.values()) this.closeHold(window);
  }

  private judgePage(key: string, draft: AlertDraft): Verdict {
    const rate = this.rates.get(key) ?? new PageRate();
    this.rates.set(key, rate);
    const cover = rate.isFlood(draft.detectedAtMs) ? rate.cover() : null;
    if (cover === "wait") return "wait";
    if (cover === null) {
      rate.add(draft);
      // A page it stays, also when it has to wait for the database.
      draft.isDecided = true;
      if (this.rates.size > NOISE.sweepWindows) this.sweep(draft.detectedAtMs);
      return "write";
    }
    const window = new QuietWindow(cover, null, this.budget);
    for (const kind of rate.kinds()) window.see(kind, kind.atMs);
    window.forgetNewSenders();
    this.windows.set(key, window);
    return this.judgeCovered(window, draft);
  }

  private judgeCovered(window: QuietWindow, draft: AlertDraft): Verdict {
    const { novelty, isDangerous } = window.see(draft, draft.detectedAtMs);
    if (novelty === null || draft.uncertain !== null) return this.cover(window, draft);
    if (window.holdFromMs !== null && draft.detectedAtMs > window.holdFromMs + NOISE.holdMs) this.closeHold(window);
    if (novelty === "sender" && window.isSybil()) return this.cover(window, draft);
    if (window.holdFromMs === null) {
      window.holdFromMs = draft.detectedAtMs;
      window.timer = setTimeout(() => this.closeHold(window), NOISE.holdMs);
    }
    return this.hold(window, { draft, novelty, isDangerous });
  }

  private hold(window: QuietWindow, next: Held): Verdict {
    if (window.held.length < NOISE.maxHeld) {
      window.held.push(next);
      return "hold";
    }
    // What anybody can make up must not keep out what has a name.
    const worst = window.held.findIndex((one) => rankOf(one) > rankOf(next));
    const left = worst === -1 ? next : (window.held.splice(worst, 1, next)[0] ?? next);
    this.repeat(window, left.draft, window.cover.id, { count: 0, unpaged: 1 });
    const verdict = this.cover(window, left.draft);
    if (left === next) return verdict;
    if (verdict === "write") this.options.release([left.draft]);
    else this.options.counted(left.draft);
    return "hold";
  }

  private closeHold(window: QuietWindow): void {
    const { paged, others, unpaged } = closeHold(window);
    const released = [...paged];
    for (const draft of others) {
      if (this.cover(window, draft) === "write") released.push(draft);
      else this.options.counted(draft);
    }
    const [first] = others;
    if (unpaged > 0 && first) this.repeat(window, first, window.cover.id, { count: 0, unpaged });
    if (released.length > 0) this.options.release(released);
  }

  private cover(window: QuietWindow, draft: AlertDraft): "write" | "count" {
    // The same transaction again, such as once it is mined.
    if (this.intents.has(draft)) return "count";
    if (window.stored < this.options.maxCoveredRows) {
      window.stored += 1;
      draft.coverId = window.cover.id;
      draft.isDecided = true;
      return "write";
    }
    if (this.intents.add(draft)) this.repeat(window, draft, window.cover.id, { unstored: draft.occurrences });
    return "count";
  }

  private repeat(window: QuietWindow | undefined, draft: AlertDraft, coverId: string, more: Partial<Repeat>): void {
    const { networkId, leaseToken, detectedAtMs: atMs, occurrences: count } = draft;
    const senders = Math.max(draft.senders, window?.cover.id === coverId ? window.senders : 1);
    this.options.repeat({ coverId, networkId, leaseToken, atMs, count, senders, unstored: 0, unpaged: 0, ...more });
  }

  private windowOf(key: string, { detectedAtMs, cooldownSeconds, uncertain }: AlertDraft): QuietWindow | undefined {
    const window = this.windows.get(key);
    if (window === undefined) return undefined;
    // The rule may have got another cooldown meanwhile.
    const isShortened =
      window.untilMs !== null && uncertain === null && detectedAtMs >= window.cover.atMs + cooldownSeconds * 1_000;
    if (!isShortened && !window.isOver(detectedAtMs)) return window;
    this.end(key, window);
    return undefined;
  }

  /** @returns whether what the window has seen has to be read. */
  private open(key: string, { draft, isNew, alertId, coveredById, quietUntilMs }: WrittenAlert): boolean {
    if (quietUntilMs === null || (!isNew && coveredById === null)) return false;
    const cover = { id: coveredById ?? alertId, title: coveredById === null ? draft.title : null };
    const window = new QuietWindow({ ...cover, atMs: draft.detectedAtMs }, quietUntilMs, this.budget);
    window.see(draft, draft.detectedAtMs);
    window.forgetNewSenders();
    this.windows.set(key, window);
    if (this.windows.size > NOISE.sweepWindows) this.sweep(draft.detectedAtMs);
    return coveredById !== null;
  }

  private end(key: string, window: QuietWindow): void {
    this.closeHold(window);
    window.end();
    this.windows.delete(key);
  }

  private sweep(atMs: number): void {
    for (const [key, window] of this.windows) if (window.isOver(atMs)) this.end(key, window);
    for (const [key, rate] of this.rates) if (!rate.isFlood(atMs) && rate.isEmpty()) this.rates.delete(key);
  }
}

/** Certain and uncertain matches of a rule are quieted apart: an uncertain page must not cover a certain match. */
function keyOf({ ruleId, uncertain }: AlertDraft): string {
  return uncertain === null ? ruleId : `${ruleId}?`;
}

function isQuieting({ cooldownSeconds, uncertain }: AlertDraft): boolean {
  return cooldownSeconds > 0 || uncertain !== null;
}
