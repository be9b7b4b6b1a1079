import { Link } from "@remix-run/react";
import { Info, type LucideIcon, OctagonAlert, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

import { cx } from "~/components/cx";

const LOOKS: Record<"bad" | "warn" | "info", { icon: LucideIcon; className: string }> = {
  bad: { icon: OctagonAlert, className: "border-critical/35 bg-critical/12 [&>svg]:text-critical" },
  warn: { icon: TriangleAlert, className: "border-medium/35 bg-medium/12 [&>svg]:text-medium" },
  info: { icon: Info, className: "border-line bg-raised [&>svg]:text-accent" },
};

interface Props {
  look: keyof typeof LOOKS;
  to?: string;
  link?: string;
  children: ReactNode;
}

/** A line across the top of every page. */
export function Banner({ look, to, link, children }: Props) {
  const { icon: Icon, className } = LOOKS[look];
  return (
    <div className={cx("flex items-start gap-2.5 border-b px-4 py-2 text-sm text-ink md:px-6", className)}>
      <Icon size={16} aria-hidden className="mt-0.5 shrink-0" />
      <p className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        {children}{" "}
        {to === undefined ? null : (
          <Link to={to} className="font-medium whitespace-nowrap underline underline-offset-2">
            {link}
          </Link>
        )}
      </p>
    </div>
  );
}
