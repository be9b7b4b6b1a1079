import { useState } from "react";

import { HostileText } from "~/components/hostile-text";
import { MAX_COMMENT_CHARACTERS } from "~/domain/comments/alert-comment";

const FIRST_LINES = 8;
const FIRST_CHARACTERS = 600;

/** What somebody wrote, in its lines; of much the beginning, with a way to see it all. */
export function CommentBody({ text }: { text: string }) {
  const [open, setOpen] = useState(false);
  const lines = text.split(/\r\n|\r|\n/);
  const isLong = lines.length > FIRST_LINES || text.length > FIRST_CHARACTERS;
  const shown = open ? lines : lines.slice(0, FIRST_LINES);
  const max = open || !isLong ? MAX_COMMENT_CHARACTERS : FIRST_CHARACTERS / 2;
  return (
    <div className="mt-0.5 text-sm [overflow-wrap:anywhere]">
      {shown.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity, and never change.
        <p key={index} className="min-h-[1lh]">
          <HostileText text={line} max={max} />
        </p>
      ))}
      {isLong ? (
        <button type="button" onClick={() => setOpen(!open)} className="text-xs text-accent hover:underline">
          {open ? "Show less" : "Show all"}
        </button>
      ) : null}
    </div>
  );
}
