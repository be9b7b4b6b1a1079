import { visibleText } from "~/domain/transactions/visible-text";

interface Props {
  text: string;
  /** What is wrong in it, in characters from its start; `end` is exclusive. */
  position: { start: number; end: number };
}

/** Characters shown before and after what is wrong. */
const AROUND = 60;
const MAX_MARKED = 120;

/** A piece of a text with what is wrong in it underlined; a fault at the very end is a place without characters. */
export function MarkedText({ text, position: { start, end } }: Props) {
  const from = Math.max(0, start - AROUND);
  const to = Math.min(text.length, end + AROUND);
  return (
    <p className="rounded border border-line bg-ground px-2.5 py-1.5 font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]">
      <span className="text-faint">
        {from > 0 ? "…" : ""}
        {visible(text.slice(from, start))}
      </span>
      <mark className="bg-critical/12 text-critical underline decoration-critical decoration-wavy underline-offset-4">
        {end > start ? visible(text.slice(start, end)) : "\u00a0\u00a0"}
      </mark>
      <span className="text-faint">
        {visible(text.slice(end, to))}
        {to < text.length ? "…" : ""}
      </span>
    </p>
  );
}

/** `visibleText` with the white space at its ends, which belongs to the middle of something here. */
function visible(text: string): string {
  const shown = visibleText(text, MAX_MARKED);
  if (shown === "") return text === "" ? "" : " ";
  return `${/^\s/.test(text) ? " " : ""}${shown}${/\s$/.test(text) ? " " : ""}`;
}
