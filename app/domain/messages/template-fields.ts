import { formatEther } from "ethers";

import type { DecodedArgument } from "~/domain/transactions/decoded-call";
import { visibleText } from "~/domain/transactions/visible-text";
import { describeOccasion } from "./describe-occasion";
import { describeState } from "./describe-state";
import type { OutgoingMessage } from "./outgoing-message";
import { sampleAlert } from "./sample-alert";

const MAX = { line: 500, text: 1_000, url: 2_048, argument: 120 };
const MAX_ARGUMENTS = 12;

/**
 * The fields of `TEMPLATE_FIELDS` for a message: one line of visible text each (bidirectional and control characters
 * written out, long ones cut), not escaped for any vendor, and empty where there is nothing to say. A message without
 * an alert shows the sample's.
 */
export function templateFields(message: OutgoingMessage): Record<string, string> {
  const alert = message.alert ?? sampleAlert(new Date(message.timestamp));
  const { links, group } = message;
  const called = alert.event ?? alert.call;
  return {
    title: line(alert.title),
    description: visibleText(alert.description, MAX.text),
    severity: alert.severity,
    notice: visibleText(describeOccasion(message).join(" "), MAX.text),
    status: line(describeState(alert, message.change)),
    network: line(message.networkLabel || alert.network),
    contract: line(message.contractName ?? alert.target ?? alert.to ?? ""),
    rule: line(message.ruleName ?? ""),
    call: line(alert.call.signature ?? alert.call.name ?? alert.call.selector),
    event: line(alert.event?.signature ?? alert.event?.name ?? ""),
    arguments: visibleText(called.args.slice(0, MAX_ARGUMENTS).map(argumentText).join(", "), MAX.text),
    from: alert.from,
    to: alert.to ?? "",
    value: alert.value === "0" ? "" : formatEther(alert.value).replace(/\.0$/, ""),
    txHash: alert.txHash,
    blockNumber: alert.blockNumber === null ? "" : String(alert.blockNumber),
    detectedAt: alert.detectedAt,
    occurrences: countOf(alert.occurrences),
    senders: countOf(alert.senders),
    count: countOf(group?.count ?? 1),
    acknowledgedBy: line(message.acknowledged?.by ?? message.acknowledged?.via ?? ""),
    alertUrl: urlOf(links.alertUrl),
    acknowledgeUrl: urlOf(links.acknowledgeUrl ?? null),
    explorerUrl: urlOf(links.explorerUrl),
    runbookUrl: urlOf(message.runbookUrl),
  };
}

function line(text: string): string {
  return visibleText(text, MAX.line);
}

function argumentText({ name, type, value, truncated }: DecodedArgument): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return visibleText(`${name ?? type} = ${text}${truncated ? "…" : ""}`, MAX.argument);
}

function countOf(count: number): string {
  return count > 1 ? String(count) : "";
}

/** Only what is a web address: a template may make a link of it. */
function urlOf(text: string | null): string {
  if (text === null || !URL.canParse(text)) return "";
  const { protocol, href } = new URL(text);
  return /^https?:$/.test(protocol) && href.length <= MAX.url ? href : "";
}
