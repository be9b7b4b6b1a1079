import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import { selectorKey } from "../matcher/selector-key";
import { SightingTable } from "./sighting-table";
import type { FirstSeen } from "./types";

/** Who shows transactions: an endpoint's id and how often it was the first. */
export interface RaceEntrant {
  id: string;
  firstSeen: number;
}

/** Who is told how the endpoints compare. */
export interface RaceWatch {
  /**
   * A transaction that is `settleAfterMs` old: who showed it, the first one first. The array is the same every time.
   * True when it counts as found by the first alone.
   */
  onSettled(firstAtMs: number, entrants: readonly RaceEntrant[]): boolean;
  /** Another endpoint showed a transaction. `isLate`: it was settled before; `lone` was counted as its only finder. */
  onAnother(entrant: RaceEntrant, lagMs: number, isLate: boolean, lone: RaceEntrant | null): void;
}

/** What decides which rules match, and by whom. */
type Body = Pick<RpcTransaction, "hash" | "from" | "to" | "input">;

/** Instead of a sender that the node left out, and of the called contract of a creation. */
const NONE = "";
const NOT_DELIVERED = 0;
const DELIVERED = 1;

/**
 * Which endpoint showed each transaction first, and whether it was handed on already. Bounded: hashes live in two
 * generations, and when the younger is full it becomes the older and the older is let go whole. That costs no work
 * per transaction for eviction (an LRU re-links a list on every access), and remembers between half and all of
 * `capacity`.
 */
export class Race {
  private readonly seen: SightingTable;
  private readonly entrants: RaceEntrant[] = [];
  /** Null while there is nothing to compare. */
  watch: RaceWatch | null = null;
  private readonly showing: RaceEntrant[] = [];
  // Of what was handed on, by its place in the table.
  private readonly delivered: Uint8Array;
  private readonly froms: string[];
  private readonly tos: string[];
  private readonly selectors: Float64Array;

  constructor(capacity: number) {
    const generationSize = Math.max(1, Math.floor(capacity / 2));
    const places = generationSize * 2;
    this.seen = new SightingTable(generationSize);
    this.delivered = new Uint8Array(places);
    this.froms = new Array<string>(places).fill(NONE);
    this.tos = new Array<string>(places).fill(NONE);
    this.selectors = new Float64Array(places);
  }

  /**
   * The whole transaction has arrived. It is to be handed on the first time; and again when it differs in what an
   * alert is made by, because a hash is only what a node says: one that lies, or leaves `to` out, must not hide the transaction
   * that others show under the same hash.
   */
  deliver({ hash, from, to, input }: Body, entrant: RaceEntrant, atMs: number): "first" | "repeated" | "contradicts" {
    const place = this.sight(hash, entrant, atMs);
    const sender = from ?? NONE;
    const target = to ?? NONE;
    const selector = selectorKey(input);
    if (this.delivered[place] !== DELIVERED) {
      this.delivered[place] = DELIVERED;
      this.froms[place] = sender;
      this.tos[place] = target;
      this.selectors[place] = selector;
      return "first";
    }
    const known = this.froms[place];
    // Erigon leaves the sender out.
    const isSameSender = known === sender || known === NONE || sender === NONE;
    const isSame = isSameSender && this.tos[place] === target && this.selectors[place] === selector;
    return isSame ? "repeated" : "contradicts";
  }

  /** What was handed on under the hash was of no use: the next endpoint's version is wanted. */
  retract(hash: string): void {
    const place = this.seen.find(hash);
    if (place >= 0) this.delivered[place] = NOT_DELIVERED;
  }

  /** Only the hash has arrived. True when the transaction itself is still wanted. */
  announce(hash: string, entrant: RaceEntrant, atMs: number): boolean {
    return this.delivered[this.sight(hash, entrant, atMs)] !== DELIVERED;
  }

  isDelivered(hash: string): boolean {
    const place = this.seen.find(hash);
    return place >= 0 && this.delivered[place] === DELIVERED;
  }

  /** Every endpoint that showed it, earliest first; empty when it is unknown or forgotten. */
  firstSeen(hash: string): FirstSeen[] {
    const place = this.seen.find(hash);
    if (place < 0) return [];
    const times = this.seen.timesOf(place);
    const all = times.map(({ entrant, atMs }) => ({ endpointId: this.entrants[entrant]?.id ?? "", atMs }));
    return all.sort((a, b) => a.atMs - b.atMs);
  }

  /** Tells the watch of every transaction first shown until then, once each. */
  settle(untilMs: number): void {
    const { watch, showing } = this;
    this.seen.settle(untilMs, (place) => {
      if (watch === null) return false;
      showing.length = 0;
      for (let order = 0; ; order += 1) {
        const entrant = this.entrants[this.seen.entrantAt(place, order)];
        if (entrant === undefined) break;
        showing.push(entrant);
      }
      return watch.onSettled(this.seen.firstAtMs(place), showing);
    });
  }

  private onAnother(watch: RaceWatch, place: number, entrant: RaceEntrant, lagMs: number): void {
    const isLate = this.seen.isSettled(place);
    const isLone = isLate && this.seen.takeLone(place);
    const first = isLone ? this.entrants[this.seen.entrantAt(place, 0)] : undefined;
    watch.onAnother(entrant, lagMs, isLate, first ?? null);
  }

  private sight(hash: string, entrant: RaceEntrant, atMs: number): number {
    const place = this.seen.sight(hash, this.numberOf(entrant), atMs);
    if (this.seen.isNew) {
      entrant.firstSeen++;
      this.delivered[place] = NOT_DELIVERED;
    } else if (this.seen.lagMs >= 0 && this.watch !== null) this.onAnother(this.watch, place, entrant, this.seen.lagMs);
    return place;
  }

  private numberOf(entrant: RaceEntrant): number {
    const known = this.entrants.indexOf(entrant);
    return known >= 0 ? known : this.entrants.push(entrant) - 1;
  }
}
