import { type ComponentProps, forwardRef, type ReactNode } from "react";

import { cx } from "~/components/cx";

interface Props extends ComponentProps<"button"> {
  /** What it does; read out and shown on hover. */
  label: string;
  children: ReactNode;
}

/** A square button with an icon and a spoken name. */
export const IconButton = forwardRef<HTMLButtonElement, Props>(function IconButton(
  { label, className, children, type = "button", ...rest },
  ref,
) {
  return (
    <button
      ref={ref}
      type={type}
      aria-label={label}
      title={label}
      className={cx(
        "inline-grid size-8 max-md:size-10 place-content-center rounded text-faint transition-colors hover:bg-ink/8 hover:text-ink disabled:opacity-50",
        className,
      )}
      {...rest}
    >
      {children}
    </button>
  );
});
