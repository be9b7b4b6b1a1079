import { BellOff, Check, MessageSquare, MessageSquareReply, Siren, TimerOff } from "lucide-react";

import { exactTime } from "~/components/format/exact-time";
import { AcknowledgedVia } from "~/domain/alerts/acknowledged-via";
import type { TimelineEvent } from "~/domain/alerts/timeline-event";
import { paths } from "~/paths";
import { acknowledgerWords } from "./acknowledger-words";
import { endReasonWords } from "./end-reason-words";
import { channelOf, inWords, objectOf, textOf, textsOf } from "./timeline-data";
import type { TimelineLook } from "./timeline-look";

type Data = TimelineEvent["data"];

/** What the recorder says of alerts that nobody was to be told of. */
const NEVER_TOLD: Record<string, string> = {
  cooldown: "Nobody notified: the rule is cooling down",
  uncertain: "Nobody notified: one that could not be evaluated has been told already",
};

/** How the events look that have to do with people: who is told, who isn't, and who takes care. */
export const PEOPLE_LOOKS: Record<string, TimelineLook> = {
  acknowledged: {
    icon: Check,
    words: ({ actorName, data }) => {
      const via = AcknowledgedVia.safeParse(data.via);
      return `Acknowledged by ${acknowledgerWords({ name: actorName, via: via.success ? via.data : null })}`;
    },
    detail: ({ data }) => (data.escalationStopped === true ? "The escalation stops." : null),
  },
  commented: {
    icon: MessageSquare,
    words: ({ actorName }) => `${actorName ?? "An account since removed"} commented`,
  },
  escalated: { icon: Siren, words: ({ data }) => escalatedWords(data), detail: ({ data }) => escalatedDetail(data) },
  escalation_ended: { icon: TimerOff, words: ({ data }) => `The escalation ended: ${endReasonWords(data.reason)}` },
  hook_answered: {
    icon: MessageSquareReply,
    words: ({ data }) => `${channelOf(data)} answered`,
    detail: ({ data }) => textOf(data.text),
  },
  not_notified: {
    icon: BellOff,
    words: ({ data }) => quietWords(data),
    detail: ({ data }) => quietDetail(data),
    link: ({ data }) => quietLink(data),
  },
};

function escalatedWords(data: Data): string {
  const round = Number(data.round ?? 1);
  const step = `step ${Number(data.step)} of ${Number(data.steps)}${round > 1 ? `, round ${round}` : ""}`;
  const channels = textsOf(data.channels);
  return channels.length === 0 ? `Escalation: ${step}` : `Escalation: ${step} calls ${inWords(channels)}`;
}

function escalatedDetail(data: Data): string {
  const policy = `Policy “${textOf(data.policyName) ?? "since removed"}”.`;
  const skipped = objectOf(data.skipped);
  if (skipped.kind === "no_channel") return `${policy} Nobody told: no channel of this step was on.`;
  if (skipped.kind !== undefined) return `${policy} Nobody told: ${lower(quietWords(skipped))}.`;
  const told = textsOf(data.alreadyTold);
  return told.length === 0 ? policy : `${policy} ${inWords(told)} had the alert already.`;
}

function quietWords(data: Data): string {
  const who = data.channelName === undefined && data.channelNames === undefined ? "" : `${channelOf(data)} not told: `;
  if (data.kind === "silence") return `${who}silenced until ${timeOf(data.endsAt)}`;
  if (data.kind === "inhibited") return `${who}kept quiet by “${textOf(data.ruleName) ?? "a rule since removed"}”`;
  if (data.kind === "quiet_hours") return `${who}put off by quiet hours until ${timeOf(data.until)}`;
  return NEVER_TOLD[String(data.reason)] ?? "Nobody notified";
}

function quietDetail(data: Data): string | null {
  if (data.kind === "silence") return textOf(data.reason);
  return data.kind === "inhibited" ? "That rule fires on the same contract, and is above this one." : null;
}

function quietLink(data: Data): ReturnType<NonNullable<TimelineLook["link"]>> {
  const [silenceId, alertId] = [textOf(data.silenceId), textOf(data.alertId)];
  if (data.kind === "silence" && silenceId !== null) return { to: paths.silence(silenceId), text: "The silence" };
  if (data.kind === "inhibited" && alertId !== null) return { to: paths.alert(alertId), text: "Its alert" };
  return null;
}

/** To the second: it is a promise. */
function timeOf(value: unknown): string {
  const text = textOf(value);
  return text === null ? "later" : exactTime(text).replace(/\.\d{3} UTC$/, " UTC");
}

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
