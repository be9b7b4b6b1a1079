import { createChannel } from "~/domain/channels/create-channel.server";
import type { Context } from "~/platform/context.server";

/** Makes a webhook channel; to a public address that nobody sends to, unless told otherwise. */
export async function seedChannel(
  ctx: Context,
  { name = "Incident bot", url = "https://93.184.215.14/hook", enabled = true } = {},
) {
  const input = { type: "webhook" as const, name, enabled, config: { url } };
  const { channel } = await createChannel(ctx, { actor: { userId: null }, input });
  return channel;
}
