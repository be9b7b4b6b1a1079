import type { Severity } from "~/domain/shared-schemas";
import { cx } from "./cx";
import { SEVERITY_LOOKS } from "./severity-looks";

interface Props {
  severity: Severity;
  /** Icon and word on a tint, or the two alone. */
  tinted?: boolean;
  className?: string;
}

/** A severity as colour, shape and word: any one of the three is enough to tell it. */
export function SeverityBadge({ severity, tinted = false, className }: Props) {
  const { icon: Icon, text, tint, label, fill } = SEVERITY_LOOKS[severity];
  return (
    <span
      className={cx(
        "inline-flex items-center gap-1.5 align-middle text-xs font-semibold whitespace-nowrap",
        text,
        tinted && "rounded-full px-2 py-0.5",
        tinted && tint,
        className,
      )}
    >
      <Icon size={14} strokeWidth={2.2} aria-hidden className={cx("shrink-0", fill)} />
      {label}
    </span>
  );
}
