import type { Coverage } from "~/domain/coverage/coverage";
import { leadWords } from "./lead-words";

/** A ledger's sum as a sentence. */
export function coverageWords({ mined, seenPending, share, leadMsMedian, leadMsP95 }: Coverage["total"]): string {
  if (mined === 0 || share === null) return "No transaction has been mined since it is watched.";
  const count = mined === 1 ? "the one mined transaction" : `${mined.toLocaleString("en-US")} mined transactions`;
  if (seenPending === 0) return `Of ${count} none was seen before its block: alerts appear once mined.`;
  const percent = Math.round(share * 1000) / 10;
  return `${percent} % of ${count} were seen before their block: half of these at least ${leadWords(leadMsMedian)} before, one in twenty ${leadWords(leadMsP95)} or more.`;
}
