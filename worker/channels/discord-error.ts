import { visibleText } from "~/domain/transactions/visible-text";

const MAX_LENGTH = 300;
const MAX_DEPTH = 8;

/**
 * What Discord said was wrong, in one line: its message and the first field error with its path. Its error bodies
 * have two forms: `{message, code, errors: {embeds: {0: {title: {_errors: [{code, message}]}}}}}` and, for broken
 * embeds, `{"embeds": ["0"]}`. Null when the body is neither.
 */
export function discordError(body: string): string | null {
  const parsed = parseObject(body);
  if (!parsed) return null;
  if (Array.isArray(parsed.embeds)) return "an embed is not acceptable";
  if (typeof parsed.message !== "string") return null;
  const field = firstFieldError(parsed.errors, []);
  return visibleText(field ? `${parsed.message} (${field})` : parsed.message, MAX_LENGTH);
}

/** The body as a JSON object; undefined when it is anything else. */
export function parseObject(body: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return isObject(parsed) ? parsed : undefined;
  } catch (error) {
    // Not JSON: an answer of something between us and Discord.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function firstFieldError(node: unknown, path: string[]): string | null {
  if (!isObject(node) || path.length > MAX_DEPTH) return null;
  const [first] = Array.isArray(node._errors) ? node._errors : [];
  if (isObject(first) && typeof first.message === "string") return `${path.join(".")}: ${first.message}`;
  for (const [key, child] of Object.entries(node)) {
    const found = firstFieldError(child, [...path, key]);
    if (found !== null) return found;
  }
  return null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
