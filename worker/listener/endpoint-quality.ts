import { compareHeads, type HeadFault } from "./compare-heads";
import type { EndpointStats } from "./create-endpoint-stats";
import { HeadTrack } from "./head-track";
import { LagHistogram } from "./lag-histogram";
import type { Race, RaceEntrant, RaceWatch } from "./race";
import { type Share, ShareWindow } from "./share-window";
import type { BlockHead, ListenerTuning } from "./types";

/** What a median must rest on. */
const MIN_LAGS = 10;
const DISPLAY_WINDOW_MS = 120_000;
const SLOTS = 60;
/** A node that has just been subscribed to may start with a delay. */
const SUBSCRIBED_GRACE_MS = 1_000;

/** What the comparison needs of an endpoint. */
interface ComparedEndpoint {
  readonly stats: EndpointStats;
  readonly isUsable: boolean;
  /** Since when pending transactions can arrive on the present connection; null when they can't. */
  readonly pendingSinceMs: number | null;
  setFault(reason: string | null): void;
}

interface Compared {
  readonly endpoint: ComparedEndpoint;
  readonly lags: LagHistogram;
  shares: ShareWindow;
  heads: HeadTrack;
  headFault: HeadFault | null;
  fault: string | null;
  /** When the last fault was found. */
  badAtMs: number;
  /** Transactions first seen earlier are no measure; infinite while it can't show any. */
  sinceMs: number;
  shows: boolean;
  // Since it was last judged.
  expected: number;
  shown: number;
}

/**
 * Compares a network's endpoints with each other and finds those that lag, filter, or announce what is no head of the
 * chain. Everything is counted when a transaction is some seconds old, once a tick and off the hot path; what comes
 * from a second endpoint costs a histogram entry. With one endpoint there is nothing to compare, and no cost.
 */
export class EndpointQuality implements RaceWatch {
  private readonly compared = new Map<RaceEntrant, Compared>();
  private all: readonly Compared[] = [];
  private nowMs = 0;
  private judgedAtMs = 0;

  constructor(
    private readonly race: Race,
    private readonly tuning: ListenerTuning,
  ) {}

  onHead(head: BlockHead, endpointId: string): void {
    for (const one of this.all) if (one.endpoint.stats.id === endpointId) one.heads.observe(head, Date.now());
  }

  /** Whether what it announces as heads is not to be believed. */
  isAhead(endpointId: string): boolean {
    return this.all.some(({ endpoint, fault, headFault }) => {
      return endpoint.stats.id === endpointId && fault !== null && headFault?.isAhead === true;
    });
  }

  /** To be called when a connection is lost: what it missed since then is not held against it. */
  onDisconnected({ stats }: ComparedEndpoint): void {
    const one = this.compared.get(stats);
    if (!one) return;
    one.heads = new HeadTrack();
    one.shares = this.newShares();
    one.headFault = null;
    one.sinceMs = Number.POSITIVE_INFINITY;
  }

  /** To be called when the network has other endpoints than before. */
  setEndpoints(endpoints: readonly ComparedEndpoint[]): void {
    this.all = endpoints.map((endpoint) => this.compared.get(endpoint.stats) ?? this.newCompared(endpoint));
    this.compared.clear();
    for (const one of this.all) this.compared.set(one.endpoint.stats, one);
    this.race.watch = this.all.length > 1 ? this : null;
    if (this.all.length > 1) return;
    for (const one of this.all) {
      one.fault = null;
      one.endpoint.setFault(null);
      one.endpoint.stats.medianLagMs = null;
    }
  }

  /** To be called some times a second, so that a flood's counting is spread; judges once in `watchdogTickMs`. */
  tick(nowMs: number): void {
    this.nowMs = nowMs;
    if (this.all.length < 2) return;
    for (const one of this.all) {
      const { isUsable, pendingSinceMs } = one.endpoint;
      one.sinceMs =
        isUsable && pendingSinceMs !== null ? pendingSinceMs + SUBSCRIBED_GRACE_MS : Number.POSITIVE_INFINITY;
    }
    this.race.settle(nowMs - this.tuning.settleAfterMs);
    if (Math.abs(nowMs - this.judgedAtMs) < this.tuning.watchdogTickMs) return;
    this.judgedAtMs = nowMs;
    for (const one of this.all) {
      one.shares.add(one.expected, one.shown, nowMs);
      one.expected = 0;
      one.shown = 0;
      one.endpoint.stats.medianLagMs = one.lags.medianMs(nowMs, DISPLAY_WINDOW_MS);
    }
    const usable = this.all.filter(({ endpoint }) => endpoint.isUsable);
    const filtering = this.findFiltering(usable);
    for (const one of usable) this.judge(one, usable, filtering.get(one) ?? null);
  }

  onSettled(firstAtMs: number, entrants: readonly RaceEntrant[]): boolean {
    let [present, witnesses, witnessed] = [0, 0, 0];
    for (const one of this.all) {
      if (firstAtMs < one.sinceMs) continue;
      one.shows = entrants.includes(one.endpoint.stats);
      present += 1;
      if (one.fault !== null) continue;
      witnesses += 1;
      if (one.shows) witnessed += 1;
    }
    for (const one of this.all) {
      if (firstAtMs < one.sinceMs) continue;
      const isWitness = one.fault === null;
      const others = witnesses - (isWitness ? 1 : 0);
      const shownByOthers = witnessed - (isWitness && one.shows ? 1 : 0);
      // What one of several alone shows may be made up: two must agree where there are two.
      if (others === 0 || shownByOthers < Math.min(2, others)) continue;
      one.expected += 1;
      if (one.shows) one.shown += 1;
    }
    const first = entrants[0] && this.compared.get(entrants[0]);
    if (!first) return false;
    if (entrants.length > 1) first.lags.add(0, this.nowMs);
    const isUnique = entrants.length === 1 && present > 1;
    if (isUnique) first.endpoint.stats.uniqueFinds += 1;
    return isUnique;
  }

  onAnother(entrant: RaceEntrant, lagMs: number, isLate: boolean, lone: RaceEntrant | null): void {
    const one = this.compared.get(entrant);
    if (one && this.nowMs - lagMs >= one.sinceMs) {
      one.lags.add(lagMs, this.nowMs);
      if (isLate) one.shown += 1;
    }
    const finder = lone && this.compared.get(lone);
    if (finder) finder.endpoint.stats.uniqueFinds -= 1;
  }

  /** Why each that filters is thought to. Where all of them differ from each other, none is believed. */
  private findFiltering(usable: readonly Compared[]): Map<Compared, string> {
    const { compareWindowMs, compareMinTransactions, filterShare } = this.tuning;
    const found = new Map<Compared, string>();
    const comparable = usable.filter(({ sinceMs }) => Number.isFinite(sinceMs));
    const missing = (one: Compared, min: number): Share | null => {
      const share = one.shares.tally(this.nowMs, compareWindowMs, min);
      return share && share.shown < filterShare * share.expected ? share : null;
    };
    for (const one of comparable) {
      const share = missing(one, compareMinTransactions);
      if (!share) continue;
      const { expected, shown, spanMs } = share;
      const counts = `${shown} of ${expected.toLocaleString("en")} transactions`;
      found.set(one, `filters: showed ${counts} that others showed within ${Math.round(spanMs / 1000)} s`);
    }
    const few = compareMinTransactions * filterShare;
    const isAgreed = comparable.some((one) => one.fault === null && missing(one, few) === null);
    return isAgreed ? found : new Map();
  }

  private judge(one: Compared, usable: readonly Compared[], filtering: string | null): void {
    const { compareWindowMs, pendingLagMs, goodAfterMs } = this.tuning;
    const witnesses = usable.filter((other) => other !== one && other.fault === null);
    const headTracks = witnesses.map(({ heads }) => heads);
    one.headFault = compareHeads(one.heads, headTracks, this.tuning, this.nowMs);
    const lagMs = one.lags.medianMs(this.nowMs, compareWindowMs, MIN_LAGS);
    const late = lagMs !== null && lagMs > pendingLagMs ? (lagMs / 1000).toFixed(1) : null;
    const lagging = late && `lags: shows transactions ${late} s later than the first endpoint (median)`;
    const found = one.headFault?.reason ?? lagging ?? filtering;
    if (witnesses.length === 0) {
      // Nothing to be compared with: it is used as it is, and its good behaviour can't be seen.
      one.badAtMs = this.nowMs;
    } else if (found !== null) {
      one.badAtMs = this.nowMs;
      one.fault = found;
    } else if (this.nowMs - one.badAtMs >= goodAfterMs) one.fault = null;
    const isAlone = usable.length === 1;
    const reason =
      isAlone && one.fault !== null ? `${one.fault}; used all the same: no other endpoint is left` : one.fault;
    one.endpoint.setFault(reason);
  }

  private newCompared(endpoint: ComparedEndpoint): Compared {
    return {
      endpoint,
      lags: new LagHistogram(this.slotMs, SLOTS),
      shares: this.newShares(),
      heads: new HeadTrack(),
      headFault: null,
      fault: null,
      badAtMs: 0,
      sinceMs: Number.POSITIVE_INFINITY,
      shows: false,
      expected: 0,
      shown: 0,
    };
  }

  private newShares(): ShareWindow {
    return new ShareWindow(this.slotMs, SLOTS / 2);
  }

  private get slotMs(): number {
    return Math.max(1, Math.floor(this.tuning.compareWindowMs / 5));
  }
}
