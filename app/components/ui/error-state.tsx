import { CloudAlert, Compass } from "lucide-react";
import type { ReactNode } from "react";

interface Props {
  title: string;
  /** What failed, in words. */
  children: ReactNode;
  /** What still works meanwhile. */
  stillWorks?: ReactNode;
  /** The request's id, to be found in the log. */
  reference?: string | undefined;
  action?: ReactNode;
  /** Nothing is broken: what was asked for isn't there, or isn't for the asker. */
  isAnswer?: boolean;
}

/** A failure told honestly: what failed, what still works, and where to look. */
export function ErrorState({ title, children, stillWorks, reference, action, isAnswer = false }: Props) {
  const Icon = isAnswer ? Compass : CloudAlert;
  return (
    <div role="alert" className="mx-auto flex max-w-lg flex-col gap-3 px-6 py-14">
      <Icon size={28} strokeWidth={1.6} className={isAnswer ? "text-accent" : "text-critical"} aria-hidden />
      <h1 className="text-xl font-semibold">{title}</h1>
      <div className="text-muted">{children}</div>
      {stillWorks === undefined ? null : (
        <p className="border-l-2 border-good pl-3 text-sm text-muted">
          <span className="font-medium text-ink">Still working: </span>
          {stillWorks}
        </p>
      )}
      {reference === undefined ? null : (
        <p className="text-xs text-faint">
          Reference <code className="font-mono text-muted">{reference}</code>, also in the log.
        </p>
      )}
      {action === undefined ? null : <div className="mt-2 flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}
