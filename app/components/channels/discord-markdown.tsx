import { Fragment, type ReactNode } from "react";

import { visibleText } from "~/domain/transactions/visible-text";

/** Discord's Markdown, as far as our messages use it: escapes, bold, italic, code and links. */
const TOKEN =
  /\\(?<escaped>[^\sA-Za-z0-9])|\*\*(?<bold>.+?)\*\*|`(?<code>[^`]+)`|\[(?<label>(?:\\.|[^\]\\])+)\]\((?<href>https?:\/\/[^\s)]+)\)|\*(?<italic>[^*]+)\*/gsu;

/** Text as Discord would show it. Links are shown, not followed: what is previewed is an example. */
export function DiscordMarkdown({ text }: { text: string }) {
  return text.split("\n").map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity and never move.
    <Fragment key={index}>
      {index === 0 ? null : <br />}
      {inline(line)}
    </Fragment>
  ));
}

function inline(text: string): ReactNode[] {
  const nodes: ReactNode[] = [];
  let end = 0;
  for (const found of text.matchAll(TOKEN)) {
    if (found.index > end) nodes.push(shown(text.slice(end, found.index)));
    nodes.push(<Fragment key={found.index}>{formatted(found.groups ?? {})}</Fragment>);
    end = found.index + found[0].length;
  }
  if (end < text.length) nodes.push(shown(text.slice(end)));
  return nodes;
}

function formatted({ escaped, bold, code, label, href, italic }: Record<string, string | undefined>): ReactNode {
  if (escaped !== undefined) return escaped;
  if (bold !== undefined) return <strong>{inline(bold)}</strong>;
  if (code !== undefined) return <code className="rounded bg-ground px-1 font-mono">{shown(code)}</code>;
  if (italic !== undefined) return <em>{inline(italic)}</em>;
  return (
    <span title={href} className="text-accent underline underline-offset-2">
      {inline(label ?? "")}
    </span>
  );
}

/** `visibleText` with the white space at its ends, which belongs to the middle of something here. */
function shown(text: string): string {
  const visible = visibleText(text, 10_000);
  if (visible === "") return text === "" ? "" : " ";
  return `${/^\s/.test(text) ? " " : ""}${visible}${/\s$/.test(text) ? " " : ""}`;
}
