import { findDangerSignature } from "~/domain/signatures/danger-signatures";
import type { AlertDraft } from "../alert-draft";
import { NOISE } from "./noise-tuning";

/** What of a match is new in a window: another function or contract, only another sender, or nothing. */
export type Novelty = "selector" | "target" | "sender" | null;

/** A first of its kind that waits for the end of the hold. */
export interface Held {
  draft: AlertDraft;
  novelty: Exclude<Novelty, null>;
  /** What is new is a dangerous function. */
  isDangerous: boolean;
}

/** What of a kind the window has seen, by its alerts. */
export type Kind = Pick<AlertDraft, "from" | "selector" | "target"> & { others?: AlertDraft["others"] };

/** Of the table of dangerous functions: there are only so many. */
function isDangerous(selector: string | null): boolean {
  return selector !== null && findDangerSignature(selector) !== undefined;
}

/** How many senders may still be remembered, in all windows together. */
export interface SenderBudget {
  left: number;
}

/** The quiet time after a page: a rule's cooldown, an uncertain page's hour, or a flood until it is calm again. */
export class QuietWindow {
  held: Held[] = [];
  /** When the first that is held was detected, ms; null while nothing is. */
  holdFromMs: number | null = null;
  timer: NodeJS.Timeout | null = null;
  /** Covered alerts stored. */
  stored = 0;
  lastMatchMs: number;
  private readonly selectors = new Set<string | null>();
  /** Those of the table: a flood of made-up ones must not fill up their place. */
  private readonly dangers = new Set<string | null>();
  private readonly targets = new Set<string | null>();
  private readonly senderSet = new Set<string>();
  /** When the last new senders came, the newest last. */
  private newSenders: number[] = [];
  private pages: number = NOISE.firstPages;
  private dangerPages: number = NOISE.dangerPages;
  private refilledAtMs: number;

  constructor(
    readonly cover: { id: string; title: string | null; atMs: number },
    /** Ms since the epoch; null for a flood, which is over once it has been calm. */
    readonly untilMs: number | null,
    private readonly budget: SenderBudget,
  ) {
    this.lastMatchMs = cover.atMs;
    this.refilledAtMs = cover.atMs;
  }

  get senders(): number {
    return Math.max(1, this.senderSet.size);
  }

  isOver(atMs: number): boolean {
    return this.untilMs === null ? atMs - this.lastMatchMs > NOISE.floodMs : atMs >= this.untilMs;
  }

  /** Remembers a kind, and says what of it is new. */
  see({ from, selector, target, others = [] }: Kind, atMs: number): { novelty: Novelty; isDangerous: boolean } {
    this.lastMatchMs = Math.max(this.lastMatchMs, atMs);
    let [isSelectorNew, isTargetNew, isDangerNew] = [false, false, false];
    for (const kind of [{ selector, to: target }, ...others]) {
      const isDanger = isDangerous(kind.selector);
      const isNew = remember(isDanger ? this.dangers : this.selectors, kind.selector);
      isDangerNew ||= isNew && isDanger;
      isSelectorNew ||= isNew;
      if (remember(this.targets, kind.to)) isTargetNew = true;
    }
    const isSenderNew = this.rememberSender(from);
    if (isSelectorNew) return { novelty: "selector", isDangerous: isDangerNew };
    if (isTargetNew) return { novelty: "target", isDangerous: false };
    if (!isSenderNew) return { novelty: null, isDangerous: false };
    this.newSenders.push(atMs);
    if (this.newSenders.length > NOISE.sybilSenders + 1) this.newSenders.shift();
    return { novelty: "sender", isDangerous: false };
  }

  /** Whether so many new senders came lately that one of them alone is no news. */
  isSybil(): boolean {
    const [first] = this.newSenders;
    const last = this.newSenders.at(-1);
    if (first === undefined || last === undefined || this.newSenders.length <= NOISE.sybilSenders) return false;
    return last - first <= 2 * NOISE.holdMs;
  }

  /** What was seen before the window began is no sign of a flood of senders. */
  forgetNewSenders(): void {
    this.newSenders = [];
  }

  /** Takes one of the window's first-of-kind pages, if there is one left. */
  takePage(atMs: number, isDanger: boolean): boolean {
    const earned = Math.floor((atMs - this.refilledAtMs) / NOISE.pageRefillMs);
    if (earned > 0) {
      this.pages = Math.min(NOISE.firstPages, this.pages + earned);
      this.refilledAtMs += earned * NOISE.pageRefillMs;
    }
    if (this.pages > 0) this.pages -= 1;
    else if (isDanger && this.dangerPages > 0) this.dangerPages -= 1;
    else return false;
    return true;
  }

  /** Gives back what it took of the budget. */
  end(): void {
    this.budget.left += this.senderSet.size;
    this.senderSet.clear();
    if (this.timer) clearTimeout(this.timer);
  }

  private rememberSender(from: string): boolean {
    if (this.senderSet.has(from)) return false;
    if (this.senderSet.size >= NOISE.maxSenders || this.budget.left <= 0) return false;
    this.senderSet.add(from);
    this.budget.left -= 1;
    return true;
  }
}

function remember(seen: Set<string | null>, value: string | null): boolean {
  if (seen.has(value) || seen.size >= NOISE.maxKinds) return false;
  seen.add(value);
  return true;
}
