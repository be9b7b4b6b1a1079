import { Form } from "@remix-run/react";
import { AlertDialog } from "radix-ui";
import type { ReactNode } from "react";

import { Button } from "./button";

interface Props {
  trigger: ReactNode;
  title: string;
  /** What will be gone, and what will not. */
  children: ReactNode;
  confirm: string;
  /** Sent as `intent`. */
  intent: string;
  /** Where the form goes; the current page by default. */
  action?: string;
}

/** Asks before something that can't be undone, then submits a form. */
export function ConfirmDialog({ trigger, title, children, confirm, intent, action }: Props) {
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger asChild>{trigger}</AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-40 bg-black/55" />
        <AlertDialog.Content className="float-in fixed inset-x-4 top-[22vh] z-50 mx-auto max-w-md rounded-xl border border-line bg-raised p-5 shadow-float">
          <AlertDialog.Title className="text-lg font-semibold">{title}</AlertDialog.Title>
          <AlertDialog.Description asChild>
            <div className="mt-2 text-sm text-muted">{children}</div>
          </AlertDialog.Description>
          <Form method="post" {...(action === undefined ? {} : { action })} className="mt-5 flex justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button>Cancel</Button>
            </AlertDialog.Cancel>
            <Button type="submit" look="danger" name="intent" value={intent}>
              {confirm}
            </Button>
          </Form>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
