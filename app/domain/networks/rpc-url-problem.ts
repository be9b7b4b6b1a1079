/** Why a text can't be the URL of a network's endpoint, or null. No part of it is repeated: it may hold an API key. */
export function rpcUrlProblem(text: string): string | null {
  if (!URL.canParse(text)) return "is not a URL";
  const { protocol, hash, hostname } = new URL(text);
  if (!/^(wss?|https?):$/.test(protocol)) return "must be ws://, wss://, http:// or https://";
  if (hostname === "") return "has no host";
  return hash === "" ? null : "must not have a fragment (#)";
}
