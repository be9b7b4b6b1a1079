import { CircleCheck, Info, OctagonAlert, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

import { cx } from "~/components/cx";

const LOOKS = {
  good: { icon: CircleCheck, className: "border-good/40 bg-good/8 [&>svg]:text-good" },
  info: { icon: Info, className: "border-line-strong bg-raised [&>svg]:text-accent" },
  warn: { icon: TriangleAlert, className: "border-medium/45 bg-medium/8 [&>svg]:text-medium" },
  bad: { icon: OctagonAlert, className: "border-critical/45 bg-critical/8 [&>svg]:text-critical" },
};

interface Props {
  look: keyof typeof LOOKS;
  children: ReactNode;
  className?: string;
  /** Read out at once (an answer to what was just done). */
  live?: boolean;
}

/** A message in the page, with an icon that says its kind. */
export function Notice({ look, children, className, live = false }: Props) {
  const { icon: Icon, className: colors } = LOOKS[look];
  return (
    <div
      role={live ? (look === "bad" ? "alert" : "status") : undefined}
      className={cx("flex gap-2.5 rounded border px-3 py-2 text-sm text-ink", colors, className)}
    >
      <Icon size={16} className="mt-0.5 shrink-0" aria-hidden />
      <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">{children}</div>
    </div>
  );
}
