import type { DiscordMessage } from "~/domain/messages/discord-message";
import { DiscordMarkdown } from "./discord-markdown";

/** A Discord message: an embed with its coloured edge, or plain text. */
export function DiscordPreview({ message }: { message: DiscordMessage }) {
  const [embed] = message.embeds ?? [];
  if (embed === undefined) return <DiscordMarkdown text={message.content ?? ""} />;
  const { author, title, description = "", fields, footer, color } = embed;
  return (
    <div
      className="max-w-xl rounded border border-l-4 border-line bg-surface p-3 text-sm"
      style={{ borderLeftColor: `#${color.toString(16).padStart(6, "0")}` }}
    >
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
