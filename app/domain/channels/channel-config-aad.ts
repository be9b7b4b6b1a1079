/** What a channel's sealed configuration is bound to, so that an envelope copied to another row does not open. */
export function channelConfigAad(channelId: string): string {
  return `channels:config_encrypted:${channelId}`;
}
