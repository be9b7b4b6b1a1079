import { ChevronRight } from "lucide-react";

import { CopyButton } from "~/components/copy-button";

/** The raw calldata, a word a line, behind a fold. */
export function CalldataPanel({ input }: { input: string }) {
  const bytes = Math.max(0, (input.length - 2) / 2);
  return (
    <details className="group rounded-lg border border-line bg-surface shadow-raised">
      <summary className="flex min-h-10 items-center gap-2 px-4 text-sm font-semibold hover:bg-ink/4">
        <ChevronRight size={14} aria-hidden className="text-faint transition-transform group-open:rotate-90" />
        Raw calldata
        <span className="ml-auto text-xs font-normal text-faint">{bytes.toLocaleString("en-US")} bytes</span>
      </summary>
      <div className="relative border-t border-line p-4">
        <div className="absolute top-2 right-2">
          <CopyButton text={input} what="calldata" />
        </div>
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (axe: scrollable-region-focusable).
          tabIndex={0}
          className="max-h-72 overflow-auto pr-8 font-mono text-xs leading-5 break-all whitespace-pre-wrap text-muted"
        >
          {inWords(input)}
        </pre>
      </div>
    </details>
  );
}

/** The selector, then 32-byte words, as the ABI lays them out. */
function inWords(input: string): string {
  const words = input.slice(10).match(/.{1,64}/g) ?? [];
  return [input.slice(0, 10), ...words].join("\n");
}
