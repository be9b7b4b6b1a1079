import type { ActionFunctionArgs } from "@remix-run/node";

import { isTelegramSecret } from "~/domain/chats/is-telegram-secret.server";
import { takeTelegramCall } from "~/domain/chats/take-telegram-call.server";
import { AppError } from "~/domain/errors";
import { ApiProblem } from "~/web/api/api-problem";
import { readBody } from "~/web/api/read-body.server";

const text = (words: string, status: number, headers: Record<string, string> = {}) =>
  new Response(`${words}\n`, { status, headers: { "Cache-Control": "no-store", ...headers } });

/** Telegram's calls, in webhook mode (Bot API, `setWebhook`). Anything but success is brought again. */
export async function action({ request, params, context: { ctx } }: ActionFunctionArgs) {
  if (request.method !== "POST") return loader();
  const { key = "" } = params;
  const mode = ctx.env.TELEGRAM_UPDATES;
  const isOurs = isTelegramSecret(ctx, key, request.headers.get("X-Telegram-Bot-Api-Secret-Token"));
  // The same answer, whether there is such a bot or not.
  if (!isOurs || mode === "off" || mode === "polling") return text("There is nothing here.", 404);
  try {
    const isTaken = await takeTelegramCall(ctx, { key, body: await readBody(request, {}) });
    return isTaken ? text("ok", 200) : text("There is nothing here.", 404);
  } catch (error) {
    if (error instanceof ApiProblem || error instanceof AppError) return text("This could not be read.", 400);
    ctx.log.error({ err: error, botKey: key }, "an update that Telegram brought could not be handled");
    return text("Not now.", 503, { "Retry-After": "5" });
  }
}

/** Nothing to read here. */
export function loader() {
  return text("Telegram posts here.", 405, { Allow: "POST" });
}
