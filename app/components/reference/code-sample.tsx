import { CopyButton } from "~/components/copy-button";

/** A sample to copy. */
export function CodeSample({ text, title, what }: { text: string; title: string; what: string }) {
  return (
    <div className="min-w-0">
      <div className="flex items-center justify-between">
        <h4 className="text-xs font-semibold text-muted">{title}</h4>
        <CopyButton text={text} what={what} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <pre tabIndex={0} className="mt-1 max-h-96 overflow-auto rounded bg-sunken p-3 font-mono text-xs">
        {text}
      </pre>
    </div>
  );
}
