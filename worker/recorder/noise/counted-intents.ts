import type { AlertDraft } from "../alert-draft";
import { NOISE } from "./noise-tuning";

/** The last intents that were stored or counted in a quiet time: the same transaction, seen again, is counted once. */
export class CountedIntents {
  private readonly keys = new Set<string>();

  /** @returns false when it was counted already. */
  add(draft: AlertDraft): boolean {
    const key = keyOf(draft);
    if (this.keys.has(key)) return false;
    this.keys.add(key);
    if (this.keys.size > NOISE.maxCounted) {
      const [oldest] = this.keys;
      if (oldest !== undefined) this.keys.delete(oldest);
    }
    return true;
  }

  has(draft: AlertDraft): boolean {
    return this.keys.has(keyOf(draft));
  }
}

function keyOf({ ruleId, networkId, from, nonce }: AlertDraft): string {
  return `${ruleId}:${networkId}:${from}:${nonce}`;
}
