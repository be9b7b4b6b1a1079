import { type ComponentProps, forwardRef } from "react";

import { type ButtonLook, buttonClass } from "./button-class";

interface Props extends ComponentProps<"button"> {
  look?: ButtonLook;
  size?: "sm" | "md";
}

/** A button. `type` is "button" unless said otherwise, so that it never submits a form by accident. */
export const Button = forwardRef<HTMLButtonElement, Props>(function Button(
  { look = "plain", size = "md", className, type = "button", ...rest },
  ref,
) {
  return <button ref={ref} type={type} className={buttonClass(look, size, className)} {...rest} />;
});
