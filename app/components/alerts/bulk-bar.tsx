import { Check, X } from "lucide-react";

import { Button } from "~/components/ui/button";
import { IconButton } from "~/components/ui/icon-button";
import { KeyHint } from "~/components/ui/key-hint";

interface Props {
  count: number;
  busy: boolean;
  onAcknowledge: () => void;
  onClear: () => void;
}

/** What can be done with the selected alerts; floats over the feed while some are. */
export function BulkBar({ count, busy, onAcknowledge, onClear }: Props) {
  if (count === 0) return null;
  return (
    <div
      role="toolbar"
      aria-label="Selected alerts"
      className="float-in fixed inset-x-4 bottom-6 z-30 mx-auto flex w-fit items-center gap-3 rounded-xl border border-line-strong bg-raised py-2 pr-2 pl-4 shadow-float max-md:bottom-20"
    >
      <span className="tabular text-sm font-medium">{count} selected</span>
      <Button look="primary" size="sm" disabled={busy} onClick={onAcknowledge}>
        <Check size={14} aria-hidden /> Acknowledge <KeyHint keys="e" className="ml-1 inline-flex max-md:hidden" />
      </Button>
      <IconButton label="Clear the selection" onClick={onClear}>
        <X size={15} aria-hidden />
      </IconButton>
    </div>
  );
}
