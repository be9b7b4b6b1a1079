import { z } from "zod";

import { visibleText } from "~/domain/transactions/visible-text";
import type { HttpResult } from "~/platform/guarded-http/http-result";

const MAX_DESCRIPTION = 300;

/** What the Bot API answers ("Making requests", `ResponseParameters`). */
const Answer = z.object({
  ok: z.boolean(),
  result: z.unknown().optional(),
  description: z.string().optional(),
  parameters: z.object({ retry_after: z.number().optional(), migrate_to_chat_id: z.number().optional() }).optional(),
});

/** How a call of the Bot API ended. */
export type TelegramAnswer =
  | { kind: "ok"; result: unknown }
  | {
      kind: "refused";
      statusCode: number;
      /** Telegram's words, made inert; empty when something else answered. */
      description: string;
      /** `retry_after`: how long to be silent, seconds. */
      retryAfterSeconds: number | null;
      /** The group became a supergroup of this id. */
      migrateToChatId: string | null;
    }
  | { kind: "unreachable"; detail: string; isFinal: boolean };

/** Reads an answer. `isFinal`: the request was refused on this side, or the certificate is wrong. Pure. */
export function readTelegramAnswer(result: HttpResult): TelegramAnswer {
  if (result.kind !== "response") {
    const isFinal = result.kind === "blocked" || (result.kind === "network" && result.code === "certificate");
    return { kind: "unreachable", detail: result.detail, isFinal };
  }
  const parsed = Answer.safeParse(parseJson(result.body));
  const answer = parsed.success ? parsed.data : null;
  if (answer?.ok === true && result.statusCode < 300) return { kind: "ok", result: answer.result };
  const { retry_after = null, migrate_to_chat_id } = answer?.parameters ?? {};
  return {
    kind: "refused",
    statusCode: result.statusCode,
    description: visibleText(answer?.description ?? "", MAX_DESCRIPTION),
    retryAfterSeconds: retry_after,
    migrateToChatId: migrate_to_chat_id === undefined ? null : String(migrate_to_chat_id),
  };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    // Not JSON: an answer of something between us and Telegram.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
