import {
  Ban,
  BellMinus,
  BellRing,
  CircleCheck,
  CircleHelp,
  CircleX,
  FlaskConical,
  GitFork,
  Radar,
  Repeat,
  Replace,
  Rewind,
  RotateCcw,
  Undo2,
} from "lucide-react";

import type { Alert } from "~/domain/alerts/alert";
import type { TimelineEvent } from "~/domain/alerts/timeline-event";
import { PEOPLE_LOOKS } from "./people-looks";
import { channelOf, objectOf, textOf } from "./timeline-data";
import type { TimelineLook } from "./timeline-look";

type Data = TimelineEvent["data"];

const SEEN: Record<Alert["detection"], string> = {
  pending: "Seen in the mempool",
  mined: "Found in a block",
  backfilled: "Found in a block that was read after a gap",
  simulation: "Seen in simulation, inside other calls",
};

/** Changes that a channel was told, after “Told …”. */
const TOLD: Record<string, string> = {
  confirmed: " that it was confirmed",
  failed: " that it failed",
  replaced: " that it was replaced",
  cancelled: " that it was cancelled",
  replacing: " that it is being replaced",
  dropped: " that it was dropped",
  acknowledged: " who acknowledged it",
  reopened: " that it is back in the mempool",
  reorganised: " that its block was reorganised away",
};

/** Messages besides the alert's own and what became of it. */
const TOLD_FOR: Record<string, string> = {
  "alert.escalated": " again: nobody had acknowledged it",
  "delivery.failed": " that another channel failed",
};

const SIMULATED: Record<string, string> = {
  would_succeed: "Simulated: it would succeed",
  would_revert: "Simulated: it would revert",
  queued: "Simulated: it waits for an earlier nonce",
  unfunded: "Simulated: its sender can’t pay for it",
  unknown: "It could not be simulated",
};

/** By kind. A kind that is not here shows its bare name. */
export const TIMELINE_LOOKS: Record<string, TimelineLook> = {
  created: {
    icon: Radar,
    words: (_, { detection }) => SEEN[detection],
    detail: ({ data }) =>
      data.firstOfKind === true ? "The first of its kind: told although the rule is cooling down." : null,
  },
  sped_up: { icon: Rewind, words: () => "Sped up: sent again with a higher fee", detail: ({ data }) => feeWords(data) },
  cancelling: { icon: Undo2, words: () => "Being cancelled: an empty transaction with a higher fee is pending" },
  replacing: {
    icon: Replace,
    words: () => "Being replaced: other calldata with the same nonce is pending",
    detail: ({ data }) => textOf(objectOf(data.call).title),
  },
  replaced: { icon: Replace, words: ({ data }) => replacedWords(data) },
  confirmed: { icon: CircleCheck, words: ({ data }) => `Confirmed in block ${blockOf(data)}` },
  failed: { icon: CircleX, words: ({ data }) => `Reverted in block ${blockOf(data)}` },
  dropped: { icon: Ban, words: () => "Dropped from the mempool" },
  reopened: { icon: RotateCcw, words: () => "In the mempool again" },
  reorganised: {
    icon: GitFork,
    words: ({ data }) => `Open again: block ${blockOf(data)} was reorganised away`,
    detail: ({ data }) => textOf(data.blockHash),
  },
  simulated: {
    icon: FlaskConical,
    words: ({ data }) => SIMULATED[String(data.kind)] ?? "Simulated",
    detail: ({ data }) => textOf(data.reason),
  },
  uncertain: {
    icon: CircleHelp,
    words: () => "Its condition could not be evaluated: shown to be safe",
    detail: ({ data }) => textOf(data.reason),
  },
  ...PEOPLE_LOOKS,
  repeated: { icon: Repeat, words: ({ data }) => repeatWords(data), detail: ({ data }) => repeatDetail(data) },
  notified: { icon: BellRing, words: ({ data }) => `Told ${channelOf(data)}${toldWhat(data)}` },
  notification_failed: {
    icon: BellMinus,
    words: ({ data }) => `${channelOf(data)} could not be told${toldWhat(data)}`,
    detail: ({ data }) => (data.isHeld === true ? "Held until the channel is switched on again." : null),
  },
};

function toldWhat({ change, purpose }: Data): string {
  return TOLD_FOR[String(purpose)] ?? TOLD[String(change)] ?? "";
}

function blockOf(data: Data): string {
  return Number(data.blockNumber ?? 0).toLocaleString("en-US");
}

function replacedWords(data: Data): string {
  const where = data.blockNumber === undefined ? "" : ` in block ${blockOf(data)}`;
  if (data.isCancellation === true) return `Cancelled by its sender${where}`;
  if (data.hash === undefined) return "Replaced by a transaction that nobody has shown";
  return `Replaced${where} by another transaction with the same nonce`;
}

function feeWords(data: Data): string | null {
  const [before, after] = [capOf(data.feesBefore), capOf(data.fees)];
  if (after === null) return null;
  return before === null ? `Now up to ${after}.` : `From up to ${before} to up to ${after}.`;
}

function capOf(fees: unknown): string | null {
  const wei = Number(objectOf(fees).maxFeePerGas ?? Number.NaN);
  return Number.isNaN(wei) ? null : `${(wei / 1e9).toLocaleString("en-US", { maximumSignificantDigits: 4 })} gwei`;
}

function repeatWords(data: Data): string {
  const count = Number(data.count ?? 1);
  return count === 1 ? "Happened once more" : `Happened ${count.toLocaleString("en-US")} more times`;
}

/** A flood is counted where it can't be kept. */
function repeatDetail({ senders, notStored, firstOfKindNotPaged }: Data): string | null {
  const said = [
    Number(senders ?? 1) > 1 ? `By then from ${Number(senders).toLocaleString("en-US")} senders in all.` : "",
    notStored === undefined ? "" : `${Number(notStored).toLocaleString("en-US")} of them were only counted.`,
    firstOfKindNotPaged === undefined
      ? ""
      : `${Number(firstOfKindNotPaged).toLocaleString("en-US")} were the first of their kind, too many to be told one by one.`,
  ].filter((sentence) => sentence !== "");
  return said.length === 0 ? null : said.join(" ");
}
