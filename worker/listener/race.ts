import type { FirstSeen } from "./types";

/** Who shows transactions: an endpoint's id and how often it was the first. */
export interface RaceEntrant {
  id: string;
  firstSeen: number;
}

interface Entry {
  isDelivered: boolean;
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

  /** The whole transaction has arrived. True when it is the first time, and so has to be handed on. */
  deliver(hash: string, entrant: RaceEntrant, atMs: number): boolean {
    const entry = this.sight(hash, entrant, atMs);
    if (entry.isDelivered) return false;
    entry.isDelivered = true;
    return true;
  }

  /** Only the hash has arrived. True when the transaction itself is still wanted. */
  announce(hash: string, entrant: RaceEntrant, atMs: number): boolean {
    return !this.sight(hash, entrant, atMs).isDelivered;
  }

  isDelivered(hash: string): boolean {
    return this.find(hash)?.isDelivered ?? false;
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
    const entry: Entry = { isDelivered: false, first: entrant, atMs, others: null };
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
