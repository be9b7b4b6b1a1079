import type { DiscordMessage } from "~/domain/messages/discord-message";
import { DiscordMarkdown } from "./discord-markdown";

/** A Discord message: an embed with its coloured edge, or plain text. */
export function DiscordPreview({ message }: { message: DiscordMessage }) {
  const [embed] = message.embeds ?? [];
  if (embed === undefined) return <DiscordMarkdown text={message.content ?? ""} />;
  const { author, title, description = "", fields, footer, color } = embed;
  return (
    <div className="relative max-w-xl overflow-hidden rounded border border-line bg-surface p-3 pl-4 text-sm">
      <svg aria-hidden className="absolute inset-y-0 left-0 h-full w-1">
        <rect width="100%" height="100%" fill={`#${color.toString(16).padStart(6, "0")}`} />
      </svg>
      <p className="text-xs font-semibold">{author.name}</p>
      <p className="mt-1 font-semibold text-accent [overflow-wrap:anywhere]">
        <DiscordMarkdown text={title} />
      </p>
      <div className="mt-1 [overflow-wrap:anywhere]">
        <DiscordMarkdown text={description} />
      </div>
      <dl className="mt-2 flex flex-wrap gap-x-6 gap-y-2 text-xs">
        {fields.map(({ name, value, inline }) => (
          <div key={`${name} ${value}`} className={inline ? "min-w-24" : "w-full"}>
            <dt className="font-semibold">
              <DiscordMarkdown text={name} />
            </dt>
            <dd className="text-muted [overflow-wrap:anywhere]">
              <DiscordMarkdown text={value} />
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 text-xs text-faint">{footer.text}</p>
    </div>
  );
}
