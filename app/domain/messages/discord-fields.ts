import { formatEther } from "ethers";

import type { Alert } from "~/domain/alerts/alert";
import type { DecodedArgument } from "~/domain/transactions/decoded-call";
import { describePath, describeState } from "./describe-state";
import { discordLink, discordText } from "./discord-text";
import type { GroupedAlert, MessageGroup, OutgoingMessage } from "./outgoing-message";

/** One field of an embed. */
export interface DiscordField {
  name: string;
  value: string;
  inline?: boolean;
}

/** With the parts of `discord-words.ts` these add up to less than Discord's 6,000 for all embeds together. */
const MAX = {
  name: 200,
  path: 300,
  arguments: 1000,
  argument: 180,
  title: 150,
  contract: 100,
  state: 200,
  links: 1000,
};
const MAX_ARGUMENTS = 12;

/** The details of an alert, its links last. */
export function alertFields(message: OutgoingMessage, alert: Alert): DiscordField[] {
  const contract = message.contractName === null ? "" : `${discordText(message.contractName, MAX.name)}\n`;
  return filled([
    { name: "Contract", value: alert.to === null ? `${contract}(creates a contract)` : `${contract}\`${alert.to}\`` },
    { name: "From", value: `\`${alert.from}\`` },
    { name: "Call", value: discordText(alert.call.signature ?? alert.call.name ?? alert.call.selector, MAX.name) },
    { name: "Path", value: discordText(describePath(alert), MAX.path) },
    { name: "Event", value: discordText(alert.event?.signature ?? alert.event?.name ?? "", MAX.name) },
    { name: "Arguments", value: argumentLines((alert.event ?? alert.call).args) },
    {
      name: "Value",
      value: alert.value === "0" ? "" : `${formatEther(alert.value)} of the network's coin`,
      inline: true,
    },
    { name: "Happened", value: repeatWords(alert), inline: true },
    { name: "Rule", value: discordText(message.ruleName ?? "", MAX.name), inline: true },
    { name: "Transaction", value: `\`${alert.txHash}\`` },
    { name: "Links", value: discordLinks(message) },
  ]);
}

/** The first alerts of a group, each with what is so now, and where the rest is. */
export function groupFields(message: OutgoingMessage, group: MessageGroup): DiscordField[] {
  const left = group.count - group.first.length;
  return filled([
    ...group.first.map(groupedField),
    { name: "More", value: left > 0 ? `… and ${left.toLocaleString("en")} more in Sentinel` : "" },
    { name: "Links", value: discordLinks(message) },
  ]);
}

/** What leads on, as far as it fits: the alert first, the runbook last. */
export function discordLinks({ links, group, runbookUrl, alert }: OutgoingMessage): string {
  const all = group
    ? [discordLink("Open all", group.feedUrl) ?? discordLink("Open Sentinel", links.alertUrl)]
    : [
        discordLink(alert === null ? "Open Sentinel" : "Open alert", links.alertUrl),
        discordLink("Acknowledge", links.acknowledgeUrl ?? null),
        discordLink("Block explorer", links.explorerUrl),
      ];
  let shown = "";
  for (const link of [...all, discordLink("Runbook", runbookUrl)]) {
    const longer = link === null ? shown : [shown, link].filter((part) => part !== "").join(" · ");
    if (longer.length <= MAX.links) shown = longer;
  }
  return shown;
}

/** Discord refuses the whole message for one field whose value is blank after trimming. */
function filled(fields: DiscordField[]): DiscordField[] {
  return fields.filter(({ value }) => value.trim() !== "");
}

function groupedField({ alert, alertUrl, contractName }: GroupedAlert): DiscordField {
  const title = discordText(alert.title.trim() || "Alert without a title", MAX.title);
  const state = `${alert.acknowledgedAt === null ? "" : "Acknowledged. "}${describeState(alert)}`;
  const parts = [
    discordText(state, MAX.state),
    discordText(contractName ?? "", MAX.contract),
    `${alert.detectedAt.slice(11, 16)} UTC`,
    discordLink("Open", alertUrl) ?? "",
  ];
  return {
    name: `${alert.severity.toUpperCase()} · ${title}`,
    value: parts.filter((part) => part.trim() !== "").join(" · "),
  };
}

function repeatWords({ occurrences, senders }: Alert): string {
  if (occurrences <= 1) return "";
  return `${occurrences} times${senders > 1 ? `, by ${senders} senders` : ""}`;
}

function argumentLines(args: readonly DecodedArgument[]): string {
  const lines: string[] = [];
  let length = 0;
  for (const argument of args.slice(0, MAX_ARGUMENTS)) {
    const value = typeof argument.value === "string" ? argument.value : JSON.stringify(argument.value);
    const line = discordText(
      `${argument.name ?? argument.type} = ${value}${argument.truncated ? "…" : ""}`,
      MAX.argument,
    );
    if (length + line.length + 1 > MAX.arguments - 60) break;
    lines.push(line);
    length += line.length + 1;
  }
  const left = args.length - lines.length;
  if (left > 0) lines.push(`… and ${left} more on the alert page`);
  return lines.join("\n");
}
