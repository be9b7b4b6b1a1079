import { createContext, useContext } from "react";

/** The schemas that have a place on the page. */
export const SchemaNames = createContext<ReadonlySet<string>>(new Set());

/** A type in a few words, whose named parts lead to where they are explained. */
export function TypeText({ children }: { children: string }) {
  const names = useContext(SchemaNames);
  const parts = children.split(/\b([A-Z]\w+)\b/).map((text, index) => ({ text, key: `${index} ${text}` }));
  return (
    <code className="font-mono text-xs break-words text-muted">
      {parts.map(({ text, key }) =>
        names.has(text) ? (
          <a key={key} href={`#schema-${text}`} className="text-accent hover:underline">
            {text}
          </a>
        ) : (
          <span key={key}>{text}</span>
        ),
      )}
    </code>
  );
}
