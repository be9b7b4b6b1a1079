/**
 * A value as JSON that PostgreSQL's `jsonb` takes: it refuses the NUL character, which hostile calldata may decode to, and
 * halves of a character (RFC 7493, 2.1), which a cut may leave; both become U+FFFD.
 */
export function storableJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(/\\u(?:0000|d[89a-f][0-9a-f]{2})/g, "\\ufffd");
}
