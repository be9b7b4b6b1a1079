import { describeState } from "./describe-state";
import type { Acknowledgement, GroupedAlert, MessageGroup } from "./outgoing-message";
import { telegramLink, telegramText, telegramUrl } from "./telegram-text";

const MAX_TITLE = 160;
const MAX_NAME = 60;
const MAX_REMARK = 200;

/** The alerts of a group: how many of each severity, since when, and the first five by name. */
export function telegramGroupLines(group: MessageGroup): string[] {
  const severities = Object.entries(group.bySeverity)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${count.toLocaleString("en")} ${severity}`);
  const left = group.count - group.first.length;
  return [
    "",
    `${severities.join(", ")}${severities.length > 0 ? " · " : ""}${span(group)}`,
    ...group.first.map(line),
    ...(left > 0 ? [`… and ${left.toLocaleString("en")} more`] : []),
  ];
}

/** Whether there is something left to acknowledge, among the alerts that are shown. */
export function hasOpenAlerts({ first }: MessageGroup): boolean {
  return first.some(({ alert }) => alert.acknowledgedAt === null);
}

/** `Acknowledged by Ann via Telegram at 03:12 UTC: note`; with the day, when it is another than the message's. */
export function describeAcknowledged({ by, via, at, note }: Acknowledgement, timestamp: string): string {
  const day = at.slice(0, 10) === timestamp.slice(0, 10) ? "" : `${at.slice(0, 10)} `;
  const remark = note?.trim() ? `: ${note.trim().slice(0, MAX_REMARK)}` : "";
  return `✅ Acknowledged by ${by ?? "somebody"}${via === null ? "" : ` via ${via}`} at ${day}${minuteOf(at)} UTC${remark}`;
}

function line({ alert, alertUrl, contractName }: GroupedAlert): string {
  const title = alert.title.trim() || "Alert without a title";
  const linked =
    telegramUrl(alertUrl) === null ? telegramText(title, MAX_TITLE) : telegramLink(title, alertUrl, MAX_TITLE);
  const where = contractName === null ? "" : `${telegramText(contractName, MAX_NAME)}, `;
  const done = alert.acknowledgedAt === null ? "" : " ✅";
  return `• ${linked} (${where}${telegramText(describeState(alert), MAX_TITLE)})${done}`;
}

function span({ from, to }: MessageGroup): string {
  if (from.slice(0, 16) === to.slice(0, 16)) return `${dayOf(from)} ${minuteOf(from)} UTC`;
  const end = dayOf(from) === dayOf(to) ? minuteOf(to) : `${dayOf(to)} ${minuteOf(to)}`;
  return `${dayOf(from)} ${minuteOf(from)} to ${end} UTC`;
}

const dayOf = (at: string) => at.slice(0, 10);
const minuteOf = (at: string) => at.slice(11, 16);
