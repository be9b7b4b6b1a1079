import type { Fees } from "./classify-replacement";
import type { OpenTransaction } from "./types";

/** What is remembered of an open intent between blocks. Lost with the process, and gathered again. */
export interface IntentNote {
  /** Of the newest version of the transaction; null until somebody has shown it whole. */
  fees: Fees | null;
  /** Versions noted on the timeline: the sender decides how many there are. */
  versions: number;
  /** How many times running nobody knew the transaction. */
  absences: number;
  /** The block after which it was last asked for. */
  askedAt: bigint | null;
}

/** Notes on open intents; as many as there are intents. */
export class IntentNotes {
  private readonly notes = new Map<string, IntentNote>();

  of(open: OpenTransaction): IntentNote {
    const key = keyOf(open);
    const known = this.notes.get(key);
    if (known) return known;
    const note: IntentNote = { fees: null, versions: 0, absences: 0, askedAt: null };
    this.notes.set(key, note);
    return note;
  }

  /** Forgets all others. */
  keep(open: readonly OpenTransaction[]): void {
    const keys = new Set(open.map(keyOf));
    for (const key of this.notes.keys()) if (!keys.has(key)) this.notes.delete(key);
  }
}

function keyOf({ from, nonce }: OpenTransaction): string {
  return `${from}:${nonce}`;
}
