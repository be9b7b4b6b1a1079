import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface Props {
  icon: LucideIcon;
  title: string;
  /** What it means, and what to do next. */
  children: ReactNode;
  action?: ReactNode;
}

/** What a list shows when it has nothing: never just nothing. */
export function EmptyState({ icon: Icon, title, children, action }: Props) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-3 px-6 py-14 text-center">
      <span className="grid size-12 place-content-center rounded-xl border border-line bg-ground text-accent">
        <Icon size={22} strokeWidth={1.6} aria-hidden />
      </span>
      <h2 className="text-lg font-semibold">{title}</h2>
      <div className="text-sm text-muted">{children}</div>
      {action === undefined ? null : <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
