import { Fragment, type ReactNode } from "react";

import type { TelegramMessage } from "~/domain/messages/telegram-message";

const TAG = /<(?<name>b|i|code|pre|a)(?: href="(?<href>[^"]*)")?>(?<inside>.*?)<\/\k<name>>/gs;
const ENTITIES: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&" };

/** A Telegram message: a bubble, and the buttons below it. */
export function TelegramPreview({ message }: { message: TelegramMessage }) {
  const { text, parse_mode, reply_markup } = message;
  return (
    <div className="flex max-w-xl flex-col gap-1 text-sm">
      <div className="rounded-xl rounded-bl-sm border border-line bg-surface p-3 whitespace-pre-wrap [overflow-wrap:anywhere]">
        {parse_mode === "HTML" ? inline(text) : text}
      </div>
      {reply_markup?.inline_keyboard.map((row) => (
        <div key={row.map((button) => button.text).join(" ")} className="flex gap-1">
          {row.map((button) => (
            <span
              key={button.text}
              className="flex-1 rounded-lg border border-line bg-raised px-3 py-1.5 text-center text-xs font-medium text-accent"
            >
              {button.text}
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}

/** The few tags that our messages have; everything else is text. */
function inline(html: string): ReactNode[] {
  const nodes: ReactNode[] = [];
  let end = 0;
  for (const found of html.matchAll(TAG)) {
    const { name = "", href, inside = "" } = found.groups ?? {};
    nodes.push(plain(html.slice(end, found.index)));
    nodes.push(<Fragment key={found.index}>{formatted(name, href, inside)}</Fragment>);
    end = found.index + found[0].length;
  }
  return [...nodes, plain(html.slice(end))];
}

function formatted(name: string, href: string | undefined, inside: string): ReactNode {
  if (name === "b") return <strong>{inline(inside)}</strong>;
  if (name === "i") return <em>{inline(inside)}</em>;
  if (name === "a") {
    return (
      <span title={plain(href ?? "")} className="text-accent underline underline-offset-2">
        {inline(inside)}
      </span>
    );
  }
  return <code className="rounded bg-ground px-1 font-mono text-xs">{plain(inside)}</code>;
}

function plain(html: string): string {
  return html.replace(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}
