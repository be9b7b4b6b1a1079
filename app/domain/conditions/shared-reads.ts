import type { ConditionSubject } from "./condition-subject";
import type { ConditionResult } from "./condition-value";

interface Cell {
  subject: ConditionSubject | null;
  value: ConditionResult | null;
}

/**
 * What several parts of one condition read: it is decoded once for each subject. Without it ninety mentions of a text of
 * 64 KiB, which a condition has room for, would stall detection for some 100 ms, and who sends the text chooses when.
 */
export class SharedReads {
  readonly #cells = new Map<string, Cell>();

  /** Reads a subject's value once, for all that share the key. `read` never throws. */
  share(key: string, read: (subject: ConditionSubject) => ConditionResult) {
    const cell: Cell = this.#cells.get(key) ?? { subject: null, value: null };
    this.#cells.set(key, cell);
    return (subject: ConditionSubject): ConditionResult => {
      if (cell.subject === subject && cell.value !== null) return cell.value;
      const value = read(subject);
      cell.subject = subject;
      cell.value = value;
      return value;
    };
  }

  /** Lets go of what was decoded: thousands of conditions must not each keep the last thing that they saw. */
  forget(): void {
    if (this.#cells.size === 0) return;
    for (const cell of this.#cells.values()) {
      cell.subject = null;
      cell.value = null;
    }
  }
}
