import { randomInt } from "node:crypto";

import type { Actor } from "~/domain/audit/actor";
import { recordAudit } from "~/domain/audit/record-audit.server";
import { AppError } from "~/domain/errors";
import type { Context } from "~/platform/context.server";
import type { ChatLinkCode, ChatProvider } from "./chat-link";
import { formatLinkCode, newLinkCode } from "./link-code";
import { linkCodeDigests } from "./link-code-digests";
import { listTelegramBotNames } from "./list-telegram-bot-names.server";

const LIFETIME_MINUTES = 15;

/**
 * Makes a code that links whichever chat account sends it to the bot with the user: once, within 15 minutes. One that
 * the user has not used yet ends with it.
 *
 * @throws AppError `conflict` when there is no bot that listens.
 */
export async function createLinkCode(
  ctx: Context,
  { actor, provider }: { actor: Actor & { userId: string }; provider: ChatProvider },
): Promise<ChatLinkCode> {
  const bots = await listTelegramBotNames(ctx);
  if (bots === null) {
    throw new AppError("conflict", "There is no Telegram channel whose bot could be told the code.", {
      slug: "no_bot",
    });
  }
  const code = newLinkCode((max) => randomInt(max));
  const expiresAt = new Date(Date.now() + LIFETIME_MINUTES * 60_000);
  const { userId } = actor;
  await ctx.db.$transaction(async (tx) => {
    await tx.chatLinkCode.deleteMany({ where: { userId, provider, usedAt: null } });
    const [codeHash] = linkCodeDigests(ctx, provider, code);
    await tx.chatLinkCode.create({ data: { id: ctx.newId(), userId, provider, codeHash, expiresAt } });
    const metadata = { provider, expiresAt: expiresAt.toISOString() };
    await recordAudit(tx, {
      actor,
      action: "chat.link_code_created",
      resourceType: "user",
      resourceId: userId,
      metadata,
    });
  });
  const shown = formatLinkCode(code);
  const who = bots.length === 0 ? "the bot of your Telegram channel" : bots.map((name) => `@${name}`).join(" or ");
  return {
    provider,
    code: shown,
    expiresAt: expiresAt.toISOString(),
    instructions: `Send “/link ${shown}” to ${who} in Telegram within ${LIFETIME_MINUTES} minutes.`,
    bots: bots.map((username) => ({ username, url: `https://t.me/${username}?start=${code}` })),
  };
}
