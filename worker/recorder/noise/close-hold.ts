import { visibleText } from "~/domain/transactions/visible-text";
import type { AlertDraft } from "../alert-draft";
import type { Held, QuietWindow } from "./quiet-window";

const MAX_TITLE_CHARACTERS = 120;
const WORDS = { selector: "another function", target: "another contract", sender: "another sender" } as const;

/**
 * Ends a window's hold and chooses what of it pages: at most one, a new function or contract before a new sender, and
 * what has a name before what anybody can make up. New senders alone page only when they are few.
 */
export function closeHold(window: QuietWindow): { paged: AlertDraft | null; others: AlertDraft[]; unpaged: number } {
  const isSybil = window.isSybil();
  const { held } = window;
  window.held = [];
  window.holdFromMs = null;
  if (window.timer) clearTimeout(window.timer);
  window.timer = null;
  const news = held.filter(({ novelty }) => novelty !== "sender" || !isSybil).sort((a, b) => rankOf(a) - rankOf(b));
  const [first] = news;
  if (first === undefined || !window.takePage(first.draft.detectedAtMs, first.isDangerous)) {
    return { paged: null, others: held.map(({ draft }) => draft), unpaged: news.length };
  }
  const paged = first.draft;
  paged.coverId = window.cover.id;
  paged.pages = true;
  paged.isDecided = true;
  paged.description += sentence(first, window.cover.title, news.length - 1);
  const others = held.filter((one) => one !== first).map(({ draft }) => draft);
  return { paged, others, unpaged: news.length - 1 };
}

/** Which of those held pages before others: the lower. */
export function rankOf({ draft, novelty, isDangerous }: Held): number {
  if (isDangerous) return 0;
  return (novelty === "sender" ? 3 : 1) + (draft.isNamed ? 0 : 1);
}

function sentence({ novelty }: Held, title: string | null, others: number): string {
  const page = title === null ? "an alert before" : `“${visibleText(title, MAX_TITLE_CHARACTERS)}”`;
  const more = others === 0 ? "" : ` ${others} more first of their kind came with it.`;
  return ` First of its kind during the quiet time of ${page}: ${WORDS[novelty]}.${more}`;
}
