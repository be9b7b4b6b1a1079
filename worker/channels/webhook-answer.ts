import { z } from "zod";

import { visibleText } from "~/domain/transactions/visible-text";

const MAX_MESSAGE = 2_000;
const MAX_TEXT = 4_096;

/** What a hook may answer as JSON. Further fields are its own. */
const Answer = z.object({
  message: z.string().max(MAX_MESSAGE).optional(),
  url: z
    .url({ protocol: /^https$/ })
    .max(2_048)
    .refine((url) => new URL(url).username === "" && new URL(url).password === "")
    .optional(),
});

/** What is shown of a hook's answer, or why nothing is although there was something; both null when there was nothing. */
export interface HookAnswer {
  answer: string | null;
  remark: string | null;
}

const NOTHING: HookAnswer = { answer: null, remark: null };
const REMARK =
  "The hook's answer is not shown: it should be JSON with `message` (text of at most 2,000 characters) or `url` " +
  "(an https URL), or plain text.";

/**
 * Reads what a circuit-breaker hook answered to a message that it took: JSON `{message?, url?}`, or plain text of at most
 * 4 kB. What comes from outside is made inert; a page of HTML or a bare "ok" is no answer.
 */
export function webhookAnswer(body: string, contentType: string | undefined): HookAnswer {
  const text = body.trim();
  if (text === "" || /^ok\.?$/i.test(text)) return NOTHING;
  if (text.startsWith("{") || /\bjson\b/i.test(contentType ?? "")) return fromJson(text);
  if (contentType !== undefined && !/^text\/plain\b/i.test(contentType.trim())) return NOTHING;
  return { answer: visibleText(text, MAX_TEXT), remark: null };
}

function fromJson(text: string): HookAnswer {
  const parsed = Answer.safeParse(parse(text));
  if (!parsed.success) return { answer: null, remark: REMARK };
  const { message = "", url } = parsed.data;
  const words = visibleText(message, MAX_MESSAGE);
  const shown = [words, url === undefined ? "" : new URL(url).href].filter((part) => part !== "").join(" ");
  return shown === "" ? NOTHING : { answer: shown, remark: null };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
