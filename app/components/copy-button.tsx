import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";

import { cx } from "./cx";

interface Props {
  text: string;
  /** What is copied, as in "Copy address". */
  what: string;
  className?: string;
}

/** Copies a text and says that it did. */
export function CopyButton({ text, what, className }: Props) {
  const [state, setState] = useState<"idle" | "copied" | "refused">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 1800);
    return () => clearTimeout(timer);
  }, [state]);

  const copy = () =>
    navigator.clipboard === undefined
      ? setState("refused") // Browsers give the clipboard to secure origins only.
      : navigator.clipboard.writeText(text).then(
          () => setState("copied"),
          () => setState("refused"),
        );
  const label =
    state === "copied" ? "Copied" : state === "refused" ? "The browser refused: select and copy" : `Copy ${what}`;
  return (
    <button
      type="button"
      onClick={copy}
      aria-label={label}
      title={label}
      className={cx(
        "inline-grid size-6 shrink-0 place-content-center rounded hover:bg-ink/8 hover:text-ink",
        state === "copied" ? "text-good" : "text-faint",
        className,
      )}
    >
      {state === "copied" ? <Check size={13} aria-hidden /> : <Copy size={13} aria-hidden />}
      <span className="sr-only" aria-live="polite">
        {state === "idle" ? "" : label}
      </span>
    </button>
  );
}
