import type { OutgoingMessage } from "./outgoing-message";
import { hasOpenAlerts } from "./telegram-group";
import { telegramUrl } from "./telegram-text";

/** A button under a message: one that tells the bot, or one that opens a page. */
export type TelegramButton = { text: string; callback_data: string } | { text: string; url: string };

/** Rows of buttons (Bot API, `InlineKeyboardMarkup`). */
export interface TelegramKeyboard {
  inline_keyboard: TelegramButton[][];
}

/**
 * The buttons under a message: acknowledge while nobody has, and open, where Telegram accepts the address. Null when
 * there is none.
 *
 * @param acknowledgeData what pressing sends back, 1 to 64 bytes.
 */
export function telegramKeyboard(message: OutgoingMessage, acknowledgeData: string | null): TelegramKeyboard | null {
  const { group, links } = message;
  const row: TelegramButton[] = [];
  if (acknowledgeData !== null && isOpen(message)) {
    const text = group ? `Acknowledge all ${group.count.toLocaleString("en")}` : "Acknowledge";
    row.push({ text, callback_data: acknowledgeData });
  }
  const url = telegramUrl(group?.feedUrl ?? links.alertUrl);
  if (url !== null) row.push({ text: "Open", url });
  return row.length === 0 ? null : { inline_keyboard: [row] };
}

/** Whether there is something left to acknowledge. */
function isOpen({ alert, acknowledged, group }: OutgoingMessage): boolean {
  return group ? hasOpenAlerts(group) : alert !== null && alert.acknowledgedAt === null && !acknowledged;
}
