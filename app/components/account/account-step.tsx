import { Link } from "@remix-run/react";
import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";

import { Logo } from "~/components/logo";
import { paths } from "~/paths";

interface Props {
  title: string;
  lead: ReactNode;
  /** Null where there is no way but forward. */
  back: { to: string; label: string } | null;
  children: ReactNode;
}

/** A page that does one thing to one's own account, without the frame and what it shows. */
export function AccountStep({ title, lead, back, children }: Props) {
  return (
    <main className="auth-ground grid min-h-dvh content-center justify-items-center px-4 py-10 print:block print:p-0">
      <div className="w-full max-w-xl">
        <div className="mb-6 flex items-center gap-2.5">
          <Link to={paths.home()} className="flex items-center gap-2.5">
            <Logo size={28} />
            <span className="text-lg font-semibold tracking-tight">Sentinel</span>
          </Link>
        </div>
        <div className="rounded-xl border border-line bg-surface p-6 shadow-raised print:border-0 print:p-0 print:shadow-none">
          <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
          <div className="mt-1 mb-5 text-sm text-muted print:hidden">{lead}</div>
          {children}
        </div>
        {back === null ? null : (
          <Link
            to={back.to}
            className="mt-4 inline-flex items-center gap-1.5 text-sm text-muted hover:text-ink hover:underline print:hidden"
          >
            <ArrowLeft size={14} aria-hidden /> {back.label}
          </Link>
        )}
      </div>
    </main>
  );
}
