import type { RuleThreshold } from "~/domain/rules/rule-threshold";
import { NOISE } from "../recorder/noise/noise-tuning";
import { UNCERTAIN_QUIET_SECONDS } from "../recorder/write-alerts-statement";
import { countThreshold, type Hits } from "./count-threshold";

/** A match as the noise control sees it. */
export interface SimulatedMatch {
  atMs: number;
  /** Lower case. */
  from: string;
  selector: string | null;
  /** The watched address that was met. */
  target: string | null;
  isUncertain: boolean;
}

/** The quiet time after a page, as plain JSON. `untilMs` is null for a flood: over once it has been calm. */
type Novelty = "selector" | "target" | "sender";

interface Quiet {
  untilMs: number | null;
  lastMatchMs: number;
  selectors: string[];
  targets: string[];
  senders: string[];
  /** When the last new senders came. */
  newSendersMs: number[];
  /** What of it is new: each sort pages once. */
  hold: { fromMs: number; sorts: Novelty[] } | null;
  pagesLeft: number;
  refilledAtMs: number;
}

/** Everything that the simulation knows, as plain JSON: to be kept and gone on with. */
export interface PageState {
  hits: Hits;
  certain: Quiet | null;
  uncertain: Quiet | null;
  /** Times of the last pages of a rule without a cooldown. */
  recentMs: number[];
}

/** Enough to tell news from repeats; what comes beyond counts as seen, as in the live noise control. */
const MAX_REMEMBERED = 500;

/**
 * Plays the noise control over matches in the order of their time, with their time for a clock: threshold, cooldown,
 * and the first of their kind that page inside it. The live control holds a first of its kind for two seconds of real
 * time; here for two seconds of the matches' own, so that a block's count as one.
 */
export class PageSimulator {
  constructor(
    private readonly rule: { cooldownSeconds: number; threshold: RuleThreshold | null },
    readonly state: PageState = { hits: {}, certain: null, uncertain: null, recentMs: [] },
  ) {}

  /** Takes the next match. Returns how many pages that makes: usually 0 or 1, and 1 more when an earlier hold ends. */
  add(match: SimulatedMatch): number {
    const { threshold } = this.rule;
    if (threshold !== null && !countThreshold(this.state.hits, threshold, match)) return 0;
    const lane = match.isUncertain ? "uncertain" : "certain";
    const quiet = this.state[lane];
    if (quiet !== null && !isOver(quiet, match.atMs)) return this.covered(quiet, match);
    const late = quiet === null ? 0 : closeHold(quiet);
    this.state[lane] = null;
    return late + this.page(lane, match);
  }

  /** Ends what is held. Returns the pages that makes. */
  finish(): number {
    const { certain, uncertain } = this.state;
    return (certain === null ? 0 : closeHold(certain)) + (uncertain === null ? 0 : closeHold(uncertain));
  }

  private page(lane: "certain" | "uncertain", match: SimulatedMatch): number {
    const seconds = lane === "certain" ? this.rule.cooldownSeconds : UNCERTAIN_QUIET_SECONDS;
    const quietSeconds = Math.max(this.rule.cooldownSeconds, seconds);
    if (quietSeconds > 0) {
      this.state[lane] = open(match, match.atMs + quietSeconds * 1_000);
      return 1;
    }
    const recent = this.state.recentMs.filter((atMs) => match.atMs - atMs <= NOISE.floodMs);
    this.state.recentMs = recent;
    if (recent.length >= NOISE.floodPages) {
      const quiet = open(match, null);
      this.state[lane] = quiet;
      return 0;
    }
    recent.push(match.atMs);
    return 1;
  }

  private covered(quiet: Quiet, match: SimulatedMatch): number {
    const isOfEarlierHold = quiet.hold !== null && match.atMs > quiet.hold.fromMs + NOISE.holdMs;
    const late = isOfEarlierHold ? closeHold(quiet) : 0;
    const novelty = see(quiet, match);
    if (novelty === null || match.isUncertain) return late;
    quiet.hold ??= { fromMs: match.atMs, sorts: [] };
    if (!quiet.hold.sorts.includes(novelty)) quiet.hold.sorts.push(novelty);
    return late;
  }
}

function open(match: SimulatedMatch, untilMs: number | null): Quiet {
  const quiet: Quiet = {
    ...{ untilMs, lastMatchMs: match.atMs, refilledAtMs: match.atMs, pagesLeft: NOISE.firstPages, hold: null },
    ...{ selectors: [], targets: [], senders: [], newSendersMs: [] },
  };
  see(quiet, match);
  quiet.newSendersMs = [];
  return quiet;
}

function isOver({ untilMs, lastMatchMs }: Quiet, atMs: number): boolean {
  return untilMs === null ? atMs - lastMatchMs > NOISE.floodMs : atMs >= untilMs;
}

/** Remembers a match, and says what of it is new. */
function see(quiet: Quiet, { atMs, from, selector, target }: SimulatedMatch): Novelty | null {
  quiet.lastMatchMs = Math.max(quiet.lastMatchMs, atMs);
  const isSelectorNew = remember(quiet.selectors, selector ?? "");
  const isTargetNew = remember(quiet.targets, target ?? "");
  const isSenderNew = remember(quiet.senders, from);
  if (isSelectorNew) return "selector";
  if (isTargetNew) return "target";
  if (!isSenderNew) return null;
  quiet.newSendersMs.push(atMs);
  if (quiet.newSendersMs.length > NOISE.sybilSenders + 1) quiet.newSendersMs.shift();
  return "sender";
}

function remember(seen: string[], value: string): boolean {
  if (seen.includes(value) || seen.length >= MAX_REMEMBERED) return false;
  seen.push(value);
  return true;
}

/** A page for each sort of what was held; new senders only when they are few. */
function closeHold(quiet: Quiet): number {
  const { hold, newSendersMs } = quiet;
  quiet.hold = null;
  if (hold === null) return 0;
  const [first = 0] = newSendersMs;
  const last = newSendersMs.at(-1) ?? 0;
  const isSybil = newSendersMs.length > NOISE.sybilSenders && last - first <= 2 * NOISE.holdMs;
  const sorts = hold.sorts.filter((sort) => sort !== "sender" || !isSybil);
  const earned = Math.floor((hold.fromMs - quiet.refilledAtMs) / NOISE.pageRefillMs);
  if (earned > 0) {
    quiet.pagesLeft = Math.min(NOISE.firstPages, quiet.pagesLeft + earned);
    quiet.refilledAtMs += earned * NOISE.pageRefillMs;
  }
  const pages = Math.min(quiet.pagesLeft, sorts.length);
  quiet.pagesLeft -= pages;
  return pages;
}
