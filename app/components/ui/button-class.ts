import { cx } from "~/components/cx";

export type ButtonLook = "primary" | "plain" | "quiet" | "danger";

const BASE =
  "inline-flex items-center justify-center gap-1.5 rounded border font-medium whitespace-nowrap select-none transition-colors disabled:opacity-55 disabled:cursor-not-allowed";

const LOOKS: Record<ButtonLook, string> = {
  primary: "border-transparent bg-accent text-on-accent hover:bg-accent-strong",
  plain: "border-line-strong bg-surface text-ink hover:bg-raised hover:border-faint shadow-raised",
  quiet: "border-transparent bg-transparent text-muted hover:text-ink hover:bg-ink/8",
  danger: "border-critical/50 bg-critical/10 text-critical hover:bg-critical/18 hover:border-critical",
};

/** The classes of a button, for links that look like one too. Touch targets grow on phones. */
export function buttonClass(look: ButtonLook = "plain", size: "sm" | "md" = "md", className?: string): string {
  const measure = size === "sm" ? "min-h-7 px-2 text-xs max-md:min-h-9" : "min-h-9 px-3 text-sm max-md:min-h-10";
  return cx(BASE, LOOKS[look], measure, className);
}
