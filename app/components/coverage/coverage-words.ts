import type { Coverage } from "~/domain/coverage/coverage";
import { leadWords } from "./lead-words";

/** A ledger's sum as a sentence. `of` is whose ledger it is. */
export function coverageWords(total: Coverage["total"], of: "contract" | "network"): string {
  const { mined, seenPending, share, leadMsMedian, leadMsP95 } = total;
  if (mined === 0 || share === null) {
    return `No transaction ${of === "contract" ? "that calls it " : ""}has been mined since watching began.`;
  }
  const count = mined === 1 ? "the one mined transaction" : `${mined.toLocaleString("en-US")} mined transactions`;
  if (seenPending === 0) return `Of ${count} none was seen before its block: alerts appear once mined.`;
  if (mined === 1) return `The one mined transaction was seen ${leadWords(leadMsMedian)} before its block.`;
  const percent = Math.round(share * 1000) / 10;
  return `${percent} % of ${count} were seen before their block: half of these at least ${leadWords(leadMsMedian)} before, one in twenty ${leadWords(leadMsP95)} or more.`;
}
