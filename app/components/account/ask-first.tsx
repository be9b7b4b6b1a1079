import { Form } from "@remix-run/react";
import type { ReactNode } from "react";

import { Button } from "~/components/ui/button";
import { type ButtonLook, buttonClass } from "~/components/ui/button-class";
import { PopMenu } from "~/components/ui/pop-menu";

interface Props {
  /** What the button says. */
  button: string;
  /** Beside it, for who can't see what row it stands in. */
  of?: ReactNode;
  look?: ButtonLook;
  size?: "sm" | "md";
  /** Where the panel opens from. */
  align?: "left" | "right";
  /** What will be, in a sentence or two. */
  children: ReactNode;
  confirm: string;
  /** Sent with the form. */
  fields: Record<string, string>;
}

/** A button that asks before it acts. Works before the page's scripts do, unlike a dialog. */
export function AskFirst({ button, of, look, size = "md", align = "right", children, confirm, fields }: Props) {
  return (
    <PopMenu
      label=""
      button={
        <>
          {button}
          {of === undefined ? null : <span className="sr-only"> {of}</span>}
        </>
      }
      buttonClassName={buttonClass(look, size)}
      panelClassName={`top-full mt-1.5 w-72 max-w-[calc(100vw-3rem)] p-4 text-left ${align === "right" ? "right-0" : "left-0"}`}
    >
      <div className="mb-3 text-sm whitespace-normal text-muted">{children}</div>
      <Form method="post">
        {Object.entries(fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <Button type="submit" look="danger" className="w-full">
          {confirm}
        </Button>
      </Form>
    </PopMenu>
  );
}
