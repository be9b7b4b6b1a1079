/** What stands in place of a secret in logs and answers. */
export const MASK = "***";

const RULES: [RegExp, string | ((...groups: string[]) => string)][] = [
  // Discord and Slack webhooks, Telegram bots: the path is the credential.
  [/(\/api(?:\/v\d+)?\/webhooks\/)[^\s"'\\]+/g, `$1${MASK}`],
  [/(hooks\.slack\.com\/(?:services|workflows)\/)[^\s"'\\]+/g, `$1${MASK}`],
  [/(\/bot)\d+:[A-Za-z0-9_-]+/g, `$1${MASK}`],
  // Links that acknowledge, and invitations: whoever has one may.
  [/(\/(?:ack|invitation)\/)[A-Za-z0-9_-]{16,}/g, `$1${MASK}`],
  // RPC endpoints: providers put the key into the path or query, so only the host may stay.
  [/\b(wss?:\/\/)(?:[^\s"'\\/@]*@)?([^\s"'\\/?]+)[^\s"'\\]*/g, "$1$2"],
  // Credentials in any URL, and long opaque path segments (keys).
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s"'\\/@]+@/g, `$1${MASK}@`],
  [/(https?:\/\/[^\s"'\\/]+(?:\/[^\s"'\\/]*)*?\/)[A-Za-z0-9_-]{24,}(?=[\s"'\\/?]|$)/g, `$1${MASK}`],
  // Also where a query stands by itself, as in telemetry.
  [/((?:^|[?&])(?:api_?key|key|(?:access_|refresh_)?token|secret|password|auth)=)[^\s"'\\&]+/gi, `$1${MASK}`],
  [/\b(Bearer\s+)[A-Za-z0-9._~+/=-]+/gi, `$1${MASK}`],
  [/\bwhsec_[A-Za-z0-9+/=]+/g, `whsec_${MASK}`],
  [/\bsntl_[A-Za-z0-9_-]+/g, `sntl_${MASK}`],
  [/\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*/g, MASK],
];

/** Replaces what looks like a credential (webhook and bot URLs, RPC keys, tokens, passwords in URLs) by `***`. */
export function redact(text: string): string {
  let clean = text;
  for (const [pattern, replacement] of RULES) clean = clean.replace(pattern, replacement as string);
  return clean;
}
