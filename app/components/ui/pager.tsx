import { Link, useSearchParams } from "@remix-run/react";

import { buttonClass } from "./button-class";

/** To the next part of a list, and back to its beginning; nothing when all of it is shown. */
export function Pager({ nextCursor }: { nextCursor: string | null }) {
  const [search] = useSearchParams();
  const isFirst = !search.has("cursor");
  if (nextCursor === null && isFirst) return null;
  const to = (cursor: string | null) => {
    const next = new URLSearchParams(search);
    if (cursor === null) next.delete("cursor");
    else next.set("cursor", cursor);
    return `?${next}`;
  };
  return (
    <nav aria-label="Pages" className="flex justify-center gap-2 py-4">
      {isFirst ? null : (
        <Link to={to(null)} className={buttonClass()}>
          To the first
        </Link>
      )}
      {nextCursor === null ? null : (
        <Link to={to(nextCursor)} className={buttonClass()}>
          Next
        </Link>
      )}
    </nav>
  );
}
