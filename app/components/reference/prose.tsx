/** Text whose `code` is shown as such. */
export function Prose({ children, className }: { children: string; className?: string }) {
  const parts = children.split("`").map((text, index) => ({ text, isCode: index % 2 === 1, key: `${index} ${text}` }));
  return (
    <p className={className}>
      {parts.map(({ text, isCode, key }) =>
        isCode ? (
          <code key={key} className="rounded bg-sunken px-1 font-mono text-[0.92em] break-words">
            {text}
          </code>
        ) : (
          <span key={key}>{text}</span>
        ),
      )}
    </p>
  );
}
