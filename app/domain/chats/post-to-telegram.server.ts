import type { GuardedHttp, HttpResult } from "~/platform/guarded-http/http-result";

/** Telegram's own servers. */
const TELEGRAM = "https://api.telegram.org";
/** Telegram echoes whole messages, and several in a list of updates. */
const KEPT_BODY_BYTES = 1024 * 1024;

/** How the Bot API is reached. */
export interface TelegramAccess {
  http: GuardedHttp;
  /** `TELEGRAM_API_BASE`; undefined: Telegram's own. */
  apiBase?: string | undefined;
}

/** One call of the Bot API. */
export interface TelegramCall {
  token: string;
  method: string;
  body: Record<string, unknown>;
  /** Long polling waits longer than the client's own limit. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

/**
 * Calls a method of the Bot API with a JSON body. Never throws for what the far side does. The token is part of the
 * path: nothing of the URL but its host may be written down.
 */
export function postToTelegram({ http, apiBase }: TelegramAccess, call: TelegramCall): Promise<HttpResult> {
  const { token, method, body, timeoutMs, signal } = call;
  return http.post({
    url: `${(apiBase ?? TELEGRAM).replace(/\/+$/, "")}/bot${token}/${method}`,
    vendor: true,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    keepBodyBytes: KEPT_BODY_BYTES,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(signal === undefined ? {} : { signal }),
  });
}
