import { MASKED } from "~/domain/channels/mask-config";
import type { ConfigurationFile } from "../configuration";

/** Fields of a channel's configuration that are no secrets. */
const PLAIN = ["chatId", "threadId", "to", "region", "kind"];

/** The same configuration as it may be shown: URLs of endpoints and secrets of channels left out and named. */
export function withoutSecrets(file: ConfigurationFile): ConfigurationFile {
  return {
    ...file,
    networks: (file.networks ?? []).map(({ rpcUrls = [], ...network }) => ({
      ...network,
      rpcHosts: rpcUrls.map((url) => (URL.canParse(url) ? new URL(url).host : MASKED)),
    })),
    channels: (file.channels ?? []).map(({ config = {}, ...channel }) => ({
      ...channel,
      config: Object.fromEntries(Object.entries(config).filter(([field]) => PLAIN.includes(field))),
      secrets: Object.keys(config).filter((field) => !PLAIN.includes(field)),
    })),
  };
}
