/** An endpoint's URL as it is shown: its host, for the rest may hold an API key. */
export function maskedUrl(host: string): string {
  return `${host}/***`;
}
