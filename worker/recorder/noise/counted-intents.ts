import type { AlertDraft } from "../alert-draft";
import { NOISE } from "./noise-tuning";

/** The last intents that were counted without being stored: the same transaction, seen again, is counted once. */
export class CountedIntents {
  private readonly keys = new Set<string>();

  /** @returns false when it was counted already. */
  add({ ruleId, networkId, from, nonce }: AlertDraft): boolean {
    const key = `${ruleId}:${networkId}:${from}:${nonce}`;
    if (this.keys.has(key)) return false;
    this.keys.add(key);
    if (this.keys.size > NOISE.maxCounted) {
      const [oldest] = this.keys;
      if (oldest !== undefined) this.keys.delete(oldest);
    }
    return true;
  }
}
