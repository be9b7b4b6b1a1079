import type { ReactNode } from "react";

import { Logo } from "./logo";

interface Props {
  title: string;
  /** A line under it. */
  lead: ReactNode;
  children: ReactNode;
}

/** The page of somebody who isn't signed in: one card, nothing else. */
export function AuthLayout({ title, lead, children }: Props) {
  return (
    <main className="auth-ground grid min-h-dvh content-center justify-items-center px-4 py-10">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex items-center gap-2.5">
          <Logo size={28} />
          <span className="text-lg font-semibold tracking-tight">Sentinel</span>
        </div>
        <div className="rounded-xl border border-line bg-surface p-6 shadow-raised">
          <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
          <p className="mt-1 mb-5 text-sm text-muted">{lead}</p>
          {children}
        </div>
      </div>
    </main>
  );
}
