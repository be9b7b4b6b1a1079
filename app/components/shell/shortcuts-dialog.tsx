import { X } from "lucide-react";
import { Dialog } from "radix-ui";

import { IconButton } from "~/components/ui/icon-button";
import { KeyHint } from "~/components/ui/key-hint";
import { useNavItems } from "./use-nav-items";

const ALERT_KEYS = [
  ["j", "Next alert"],
  ["k", "Previous alert"],
  ["o", "Open"],
  ["x", "Select"],
  ["e", "Acknowledge"],
  ["s", "Silence"],
  ["c", "Comment"],
  ["/", "Search"],
  [".", "Show waiting alerts"],
] as const;

/** Every key, in one place. */
export function ShortcutsDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const places = useNavItems().map(({ key, label }) => [`g ${key}`, label] as const);
  const groups = [
    { title: "Anywhere", keys: [["mod k", "Command palette"] as const, ["?", "This list"] as const, ...places] },
    { title: "Alerts", keys: ALERT_KEYS },
  ];
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/55" />
        <Dialog.Content
          aria-describedby={undefined}
          className="float-in fixed inset-x-4 top-[14vh] z-50 mx-auto max-w-lg rounded-xl border border-line bg-raised p-5 shadow-float"
        >
          <div className="flex items-center justify-between">
            <Dialog.Title className="text-lg font-semibold">Keyboard</Dialog.Title>
            <Dialog.Close asChild>
              <IconButton label="Close">
                <X size={16} aria-hidden />
              </IconButton>
            </Dialog.Close>
          </div>
          <div className="mt-3 grid gap-x-8 gap-y-4 sm:grid-cols-2">
            {groups.map(({ title, keys }) => (
              <section key={title}>
                <h3 className="mb-1.5 text-xs font-medium text-faint">{title}</h3>
                <dl className="flex flex-col gap-1.5 text-sm">
                  {keys.map(([key, what]) => (
                    <div key={key} className="flex items-center justify-between gap-4">
                      <dd className="text-muted">{what}</dd>
                      <dt>
                        <KeyHint keys={key} />
                      </dt>
                    </div>
                  ))}
                </dl>
              </section>
            ))}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
