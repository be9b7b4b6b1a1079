import type { Fees } from "./classify-replacement";
import type { OpenTransaction } from "./types";

/** What is remembered of an open alert's intent between blocks. Lost with the process, and gathered again. */
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

/**
 * Notes on open intents, one for each alert: several of one intent follow their transaction each by itself, for a version
 * that one has taken note of must not look like an old one to the next.
 */
export class IntentNotes {
  private readonly notes = new Map<string, IntentNote>();

  of({ alertId }: OpenTransaction): IntentNote {
    const known = this.notes.get(alertId);
    if (known) return known;
    const note: IntentNote = { fees: null, versions: 0, absences: 0, askedAt: null };
    this.notes.set(alertId, note);
    return note;
  }

  /** Forgets all others. */
  keep(open: readonly OpenTransaction[]): void {
    const kept = new Set(open.map(({ alertId }) => alertId));
    for (const alertId of this.notes.keys()) if (!kept.has(alertId)) this.notes.delete(alertId);
  }
}
