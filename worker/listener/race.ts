import { selectorOf } from "~/domain/transactions/decode-call";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { FirstSeen } from "./types";

/** Who shows transactions: an endpoint's id and how often it was the first. */
export interface RaceEntrant {
  id: string;
  firstSeen: number;
}

/** What decides which rules match, and by whom. */
type Body = Pick<RpcTransaction, "hash" | "from" | "to" | "input">;

interface Entry {
  /** Of the transaction that was handed on; null while there is none. */
  delivered: { from: string | undefined; to: string | null; selector: string } | null;
  readonly first: RaceEntrant;
  readonly atMs: number;
  others: FirstSeen[] | null;
}

/**
 * Which endpoint showed each transaction first, and whether it was handed on already. Bounded: hashes live in two
 * generations, and when the younger is full it becomes the older and the older is let go whole. That costs no work
 * per transaction for eviction (an LRU re-links a list on every access), and remembers between half and all of
 * `capacity`.
 */
export class Race {
  private young = new Map<string, Entry>();
  private old = new Map<string, Entry>();
  private readonly generationSize: number;

  constructor(capacity: number) {
    this.generationSize = Math.max(1, Math.floor(capacity / 2));
  }

  /**
   * The whole transaction has arrived. It is to be handed on the first time; and again when it differs in what an
   * alert is made by, because a hash is only what a node says: one that lies, or leaves `to` out, must not hide the transaction
   * that others show under the same hash.
   */
  deliver({ hash, from, to, input }: Body, entrant: RaceEntrant, atMs: number): "first" | "repeated" | "contradicts" {
    const entry = this.sight(hash, entrant, atMs);
    const selector = selectorOf(input);
    if (entry.delivered === null) {
      entry.delivered = { from, to, selector };
      return "first";
    }
    const { delivered } = entry;
    // Erigon leaves the sender out.
    const isSameSender = delivered.from === from || delivered.from === undefined || from === undefined;
    return isSameSender && delivered.to === to && delivered.selector === selector ? "repeated" : "contradicts";
  }

  /** What was handed on under the hash was of no use: the next endpoint's version is wanted. */
  retract(hash: string): void {
    const entry = this.find(hash);
    if (entry) entry.delivered = null;
  }

  /** Only the hash has arrived. True when the transaction itself is still wanted. */
  announce(hash: string, entrant: RaceEntrant, atMs: number): boolean {
    return this.sight(hash, entrant, atMs).delivered === null;
  }

  isDelivered(hash: string): boolean {
    return (this.find(hash)?.delivered ?? null) !== null;
  }

  /** Every endpoint that showed it, earliest first; empty when it is unknown or forgotten. */
  firstSeen(hash: string): FirstSeen[] {
    const entry = this.find(hash);
    if (!entry) return [];
    const all = [{ endpointId: entry.first.id, atMs: entry.atMs }, ...(entry.others ?? [])];
    return all.sort((a, b) => a.atMs - b.atMs);
  }

  private find(hash: string): Entry | undefined {
    return this.young.get(hash) ?? this.old.get(hash);
  }

  private sight(hash: string, entrant: RaceEntrant, atMs: number): Entry {
    const known = this.find(hash);
    if (known) {
      if (known.first.id !== entrant.id) addOther(known, entrant.id, atMs);
      return known;
    }
    const entry: Entry = { delivered: null, first: entrant, atMs, others: null };
    entrant.firstSeen++;
    if (this.young.size >= this.generationSize) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(hash, entry);
    return entry;
  }
}

function addOther(entry: Entry, endpointId: string, atMs: number): void {
  if (!entry.others) entry.others = [{ endpointId, atMs }];
  else if (!entry.others.some((other) => other.endpointId === endpointId)) entry.others.push({ endpointId, atMs });
}
