import type { ReactNode } from "react";

import { cx } from "~/components/cx";

interface Props {
  title?: ReactNode;
  /** Beside the title. */
  aside?: ReactNode;
  className?: string;
  /** The body without padding, for tables and lists. */
  flush?: boolean;
  children: ReactNode;
  id?: string;
}

/** A titled surface: the second of the three elevations. */
export function Panel({ title, aside, className, flush = false, children, id }: Props) {
  return (
    <section
      id={id}
      aria-label={typeof title === "string" ? title : undefined}
      className={cx("min-w-0 rounded-lg border border-line bg-surface shadow-raised", className)}
    >
      {title === undefined ? null : (
        <header className="flex min-h-10 items-center justify-between gap-3 border-b border-line px-4 py-1.5">
          <h2 className="text-sm font-semibold text-ink">{title}</h2>
          {aside === undefined ? null : <div className="flex items-center gap-2 text-xs text-faint">{aside}</div>}
        </header>
      )}
      <div className={flush ? undefined : "p-4"}>{children}</div>
    </section>
  );
}
