import { visibleText } from "~/domain/transactions/visible-text";
import type { AlertDraft } from "../alert-draft";
import type { Held, Novelty, QuietWindow } from "./quiet-window";

const MAX_TITLE_CHARACTERS = 120;
const WORDS = { selector: "another function", target: "another contract", sender: "another sender" } as const;

/**
 * Ends a window's hold and chooses what of it pages: every new function of the table of dangerous ones, and of what else
 * is new the best of each sort (a function, a contract, a sender), what has a name before what anybody can make up. A
 * decoy that comes with the dangerous call can't take its page. New senders alone page only when they are few.
 */
export function closeHold(window: QuietWindow): { paged: AlertDraft[]; others: AlertDraft[]; unpaged: number } {
  const isSybil = window.isSybil();
  const { held } = window;
  window.held = [];
  window.holdFromMs = null;
  if (window.timer) clearTimeout(window.timer);
  window.timer = null;
  const news = held.filter(({ novelty }) => novelty !== "sender" || !isSybil).sort((a, b) => rankOf(a) - rankOf(b));
  const sorts = new Set<Novelty>();
  const chosen = news.filter(({ draft, novelty, isDangerous }) => {
    if (!isDangerous && sorts.has(novelty)) return false;
    if (!window.takePage(draft.detectedAtMs, isDangerous)) return false;
    if (!isDangerous) sorts.add(novelty);
    return true;
  });
  const unpaged = news.length - chosen.length;
  for (const [index, one] of chosen.entries()) {
    one.draft.coverId = window.cover.id;
    one.draft.pages = true;
    one.draft.isDecided = true;
    one.draft.description += sentence(one, window.cover.title, index === 0 ? unpaged : 0);
  }
  const isChosen = new Set(chosen);
  const others = held.filter((one) => !isChosen.has(one)).map(({ draft }) => draft);
  return { paged: chosen.map(({ draft }) => draft), others, unpaged };
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
