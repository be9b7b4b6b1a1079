import { HostileText } from "~/components/hostile-text";

/** Tags as small labels; a dash when there are none. */
export function TagList({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return <span className="text-faint">–</span>;
  return (
    <span className="flex flex-wrap gap-1">
      {tags.map((tag) => (
        <span key={tag} className="rounded-full border border-line bg-ground px-2 text-xs leading-5 text-muted">
          <HostileText text={tag} max={40} />
        </span>
      ))}
    </span>
  );
}
