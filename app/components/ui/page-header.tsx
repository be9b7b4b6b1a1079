import type { ReactNode } from "react";

interface Props {
  title: ReactNode;
  /** One line under it. */
  children?: ReactNode;
  actions?: ReactNode;
}

/** The head of a page: its one h1, a line about it, and what can be done. */
export function PageHeader({ title, children, actions }: Props) {
  return (
    <div className="mb-4">
      <div className="flex min-h-9 flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <h1 className="min-w-0 text-xl font-semibold tracking-tight [overflow-wrap:anywhere]">{title}</h1>
        {actions === undefined ? null : <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      {children === undefined ? null : <p className="mt-0.5 max-w-2xl text-sm text-muted">{children}</p>}
    </div>
  );
}
