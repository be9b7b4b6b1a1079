import { useState } from "react";

import { visibleText } from "~/domain/transactions/visible-text";

interface Props {
  /** From the chain or from people: may hold anything. */
  text: string;
  /** Characters shown at first. */
  max?: number;
  /** Offers the whole text. Only where a button may stand (not inside a link). */
  expandable?: boolean;
}

/** Longest text that "Show all" opens, in characters. */
const WHOLE = 100_000;

/** Text from outside, made inert: unseen characters written out, cut, with a way to see it all. */
export function HostileText({ text, max = 120, expandable = false }: Props) {
  const [open, setOpen] = useState(false);
  const short = visibleText(text, max);
  const isCut = short.endsWith("…") && !text.endsWith("…");
  if (!expandable || !isCut) return <bdi>{short}</bdi>;
  return (
    <bdi className="[overflow-wrap:anywhere]">
      {open ? visibleText(text, WHOLE) : short}{" "}
      <button type="button" onClick={() => setOpen(!open)} className="font-sans text-xs text-accent hover:underline">
        {open ? "Show less" : "Show all"}
      </button>
    </bdi>
  );
}
