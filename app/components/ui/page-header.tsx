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
    <div className="mb-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        {children === undefined ? null : <p className="mt-0.5 max-w-2xl text-sm text-muted">{children}</p>}
      </div>
      {actions === undefined ? null : <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </div>
  );
}
