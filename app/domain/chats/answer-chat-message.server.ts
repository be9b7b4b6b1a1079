import type { Context } from "~/platform/context.server";
import { chatThrottle } from "./chat-throttle.server";
import { type Redeemed, redeemLinkCode } from "./redeem-link-code.server";
import { type TelegramChatMessage, telegramName } from "./telegram-update";

const COMMAND = /^\/(start|link)(?:@(\w+))?(?:\s+([\s\S]*))?$/i;
const HOW =
  "I bring Sentinel's alerts. To acknowledge them here, get a code in Sentinel under My account → Chat accounts, and " +
  "send it to me like this: /link XXXX-XXXX";
const TOO_MANY = "Too many wrong codes. Wait 15 minutes, then get a new code in Sentinel.";
const REFUSALS: Record<Exclude<Redeemed["kind"], "linked">, string> = {
  wrong: "This code is not right. Get one in Sentinel under My account → Chat accounts.",
  expired: "This code has expired: it is good for 15 minutes. Get a new one in Sentinel.",
  used: "This code has been used already. Get a new one in Sentinel.",
  disabled: "The Sentinel account of this code is disabled.",
};

/**
 * What to answer to a message: a code links its sender (`/link CODE`, or `/start CODE` as a link to the bot sends it),
 * anything else in private is told how. Null: nothing to say (groups talk about other things, and nobody may use up what
 * the bot may send).
 *
 * @param username the bot's, when known: commands to other bots of a group are none of ours.
 */
export async function answerChatMessage(
  ctx: Context,
  { message, username }: { message: TelegramChatMessage; username: string | null },
): Promise<string | null> {
  const { from, chat, text = "" } = message;
  if (from === undefined) return null;
  const [, command, addressee, rest = ""] = COMMAND.exec(text.trim()) ?? [];
  const isPrivate = chat.type === "private";
  if (command === undefined && !isPrivate) return null;
  if (addressee !== undefined && username !== null && addressee.toLowerCase() !== username.toLowerCase()) return null;
  // A bare /start in a group is for whichever bot it was meant for.
  if (!isPrivate && rest.trim() === "" && addressee === undefined) return null;

  const answer = rest.trim() === "" || command === undefined ? HOW : await redeem(ctx, message, from, rest.trim());
  return (await chatThrottle(ctx).mayReply(String(chat.id))) ? answer : null;
}

async function redeem(
  ctx: Context,
  { chat }: TelegramChatMessage,
  from: NonNullable<TelegramChatMessage["from"]>,
  code: string,
): Promise<string> {
  const throttle = chatThrottle(ctx);
  const externalId = String(from.id);
  if (!(await throttle.mayGuess(externalId))) return TOO_MANY;
  const redeemed = await redeemLinkCode(ctx, { provider: "telegram", externalId, label: telegramName(from), code });
  if (redeemed.kind === "linked") return linkedWords(redeemed.userName, chat.type === "private");
  await throttle.guessedWrong(externalId);
  return REFUSALS[redeemed.kind];
}

function linkedWords(userName: string, isPrivate: boolean): string {
  // A group need not learn who somebody is in Sentinel.
  const who = isPrivate ? ` You are ${userName} in Sentinel.` : "";
  return `Linked.${who} The buttons under alerts now work for you, as far as your role allows.`;
}
