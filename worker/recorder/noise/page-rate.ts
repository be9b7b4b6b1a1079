import type { AlertDraft } from "../alert-draft";
import { NOISE } from "./noise-tuning";
import type { Kind } from "./quiet-window";

/** The recent pages of a rule without a cooldown. */
export class PageRate {
  /** Those written and on their way, by the alert's id, the oldest first. */
  private readonly recent = new Map<string, Kind & { atMs: number }>();
  private readonly onTheirWay = new Set<string>();
  /** The newest that is written. */
  private lastPaged: { draftId: string; cover: { id: string; title: string; atMs: number } } | null = null;

  /** Whether one more page would be one of a flood. */
  isFlood(atMs: number): boolean {
    for (const [id, page] of this.recent) {
      if (this.recent.size <= NOISE.floodPages && atMs - page.atMs <= NOISE.floodMs) break;
      this.recent.delete(id);
    }
    return this.recent.size >= NOISE.floodPages;
  }

  /** The page that a flood folds into; `wait` while it is on its way, null when there is none. */
  cover(): { id: string; title: string; atMs: number } | "wait" | null {
    if (this.lastPaged !== null && this.recent.has(this.lastPaged.draftId)) return this.lastPaged.cover;
    return this.onTheirWay.size > 0 ? "wait" : null;
  }

  add({ id, from, selector, target, detectedAtMs }: AlertDraft): void {
    this.recent.set(id, { from, selector, target, atMs: detectedAtMs });
    this.onTheirWay.add(id);
  }

  written({ id: draftId, title, detectedAtMs }: AlertDraft, id: string): void {
    this.onTheirWay.delete(draftId);
    this.lastPaged = { draftId, cover: { id, title, atMs: detectedAtMs } };
  }

  /** It made no page after all. */
  remove(id: string): void {
    this.onTheirWay.delete(id);
    this.recent.delete(id);
  }

  isEmpty(): boolean {
    return this.recent.size === 0 && this.onTheirWay.size === 0;
  }

  kinds(): Iterable<Kind & { atMs: number }> {
    return this.recent.values();
  }
}
