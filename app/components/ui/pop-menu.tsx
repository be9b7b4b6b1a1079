import { useLocation } from "@remix-run/react";
import { type ReactNode, useEffect, useRef } from "react";

import { cx } from "~/components/cx";

interface Props {
  /** What the button shows. */
  button: ReactNode;
  /** What the button is, read out before what it shows; empty where that says it. */
  label: string;
  buttonClassName?: string;
  /** Where the panel stands relative to the button. */
  panelClassName: string;
  children: ReactNode;
}

/** A panel behind a button: `<details>` underneath, so it opens before hydration. Closes on Escape, outside, and on leaving. */
export function PopMenu({ button, label, buttonClassName, panelClassName, children }: Props) {
  const details = useRef<HTMLDetailsElement>(null);
  const { key } = useLocation();

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new location is what closes it.
  useEffect(() => {
    if (details.current) details.current.open = false;
  }, [key]);

  useEffect(() => {
    const close = (event: Event) => {
      const element = details.current;
      if (!element?.open) return;
      if (event instanceof KeyboardEvent) {
        if (event.key !== "Escape") return;
        element.querySelector("summary")?.focus();
      } else if (event.target instanceof Node && element.contains(event.target)) return;
      element.open = false;
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("keydown", close);
    };
  }, []);

  return (
    <details ref={details} className="relative">
      <summary className={cx("rounded", buttonClassName)}>
        {label === "" ? null : <span className="sr-only">{label}</span>}
        {button}
      </summary>
      <div
        className={cx("float-in absolute z-40 rounded-lg border border-line bg-raised shadow-float", panelClassName)}
      >
        {children}
      </div>
    </details>
  );
}
