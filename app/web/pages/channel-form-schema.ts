import { z } from "zod";

import { NewChannel } from "~/domain/channels/config-schemas";

const text = z.string().trim();

/** A channel as its form sends it: both kinds call their destination `url`, headers stand one a line. */
const Fields = z.object({
  type: z.enum(["discord", "webhook"]),
  name: NewChannel.options[0].shape.name,
  url: text.optional(),
  headers: text.optional(),
  secret: text.optional(),
  enabled: z.boolean().default(false),
});
type Fields = z.output<typeof Fields>;

/** A new channel as its form sends it. */
export const NewChannelForm = Fields.extend({ url: text }).transform((fields) => ({
  type: fields.type,
  name: fields.name,
  enabled: fields.enabled,
  config: configOf(fields),
}));

/** A changed channel as its form sends it: what is left empty stays. */
export const ChannelForm = Fields.transform((fields) => ({
  name: fields.name,
  enabled: fields.enabled,
  config: configOf(fields),
}));

/** The form's field for an operation's pointer. */
export function channelFieldOf(pointer: string): string | undefined {
  const [, first, second] = pointer.split("/");
  if (first !== "config") return first === "name" ? "name" : undefined;
  return second === "headers" || second === "secret" ? second : "url";
}

function configOf({ type, url, headers, secret }: Fields): Record<string, unknown> {
  return {
    ...(url ? { [type === "discord" ? "webhookUrl" : "url"]: url } : {}),
    ...(headers ? { headers: parseHeaders(headers) } : {}),
    ...(secret ? { secret } : {}),
  };
}

/** A line without a colon becomes a header with an impossible name, which is then refused where it stands. */
function parseHeaders(lines: string): Record<string, string> {
  const pairs = lines
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => {
      const colon = line.indexOf(":");
      return colon < 0 ? [line, ""] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    });
  return Object.fromEntries(pairs);
}
