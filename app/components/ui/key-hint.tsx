import { ModKey } from "~/components/mod-key";

/** Keys as caps: `<KeyHint keys="g a" />` shows two; `mod` is Ctrl or ⌘. */
export function KeyHint({ keys, className }: { keys: string; className?: string }) {
  return (
    <span className={className ?? "inline-flex gap-1"}>
      {keys.split(" ").map((key) => (
        <kbd
          key={key}
          className="inline-grid min-w-5 place-content-center rounded border border-line-strong bg-ground px-1 font-mono text-2xs leading-[1.125rem] text-muted"
        >
          {key === "mod" ? <ModKey /> : key}
        </kbd>
      ))}
    </span>
  );
}
