import { Fragment, type ReactNode } from "react";

import type { SlackBlock, SlackMessage } from "~/domain/messages/slack-message";

const TOKEN = /<(?<href>https?:[^|>]+)\|(?<label>[^>]*)>|(?<![\w*])\*(?<bold>[^*\n]+)\*(?!\w)|`(?<code>[^`\n]+)`/g;
const ENTITIES: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

type SlackText = Extract<SlackBlock, { type: "header" }>["text"];

/** A Slack message: its blocks, and what the lock screen says. */
export function SlackPreview({ message }: { message: SlackMessage }) {
  const { blocks = [], text } = message;
  return (
    <div className="max-w-xl rounded border border-line bg-surface p-3 text-sm">
      <div className="flex flex-col gap-2">
        {blocks.map((block, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no other identity and never move.
          <Block key={index} block={block} />
        ))}
      </div>
      <p className="mt-3 border-t border-line pt-2 text-xs text-faint [overflow-wrap:anywhere]">
        On the lock screen: {unescaped(text)}
      </p>
    </div>
  );
}

function Block({ block }: { block: SlackBlock }) {
  if (block.type === "header") return <p className="text-base font-bold [overflow-wrap:anywhere]">{block.text.text}</p>;
  if (block.type === "context") {
    return (
      <p className="text-xs text-faint [overflow-wrap:anywhere]">
        {block.elements.map((element) => (
          <Words key={element.text} text={element} />
        ))}
      </p>
    );
  }
  return (
    <div className="whitespace-pre-wrap [overflow-wrap:anywhere]">
      {block.text === undefined ? null : <Words text={block.text} />}
      {block.fields === undefined ? null : (
        <div className="grid gap-2 text-xs sm:grid-cols-2">
          {block.fields.map((field) => (
            <p key={field.text} className="text-muted">
              <Words text={field} />
            </p>
          ))}
        </div>
      )}
    </div>
  );
}

function Words({ text: { type, text } }: { text: SlackText }) {
  return <>{type === "mrkdwn" ? inline(text) : text}</>;
}

function inline(text: string): ReactNode[] {
  const nodes: ReactNode[] = [];
  let end = 0;
  for (const found of text.matchAll(TOKEN)) {
    const { href, label = "", bold, code } = found.groups ?? {};
    nodes.push(unescaped(text.slice(end, found.index)));
    nodes.push(
      <Fragment key={found.index}>
        {href !== undefined ? (
          <span title={unescaped(href)} className="text-accent underline underline-offset-2">
            {unescaped(label)}
          </span>
        ) : bold !== undefined ? (
          <strong>{unescaped(bold)}</strong>
        ) : (
          <code className="rounded bg-ground px-1 font-mono text-xs">{unescaped(code ?? "")}</code>
        )}
      </Fragment>,
    );
    end = found.index + found[0].length;
  }
  return [...nodes, unescaped(text.slice(end))];
}

function unescaped(text: string): string {
  return text.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}
