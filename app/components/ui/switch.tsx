import { type ComponentProps, forwardRef } from "react";

/** An on/off switch: a checkbox underneath, so that it works in a plain form and before hydration. */
export const Switch = forwardRef<HTMLInputElement, Omit<ComponentProps<"input">, "type" | "role" | "className">>(
  function Switch(props, ref) {
    // biome-ignore lint/a11y/useAriaPropsForRole: a checkbox has its own checked state (ARIA in HTML forbids aria-checked).
    return <input ref={ref} type="checkbox" role="switch" className="switch" {...props} />;
  },
);
