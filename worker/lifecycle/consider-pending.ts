import type { AlertChange } from "~/domain/alerts/alert-change";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import { classifyReplacement, type Fees, feesOf, isRaise } from "./classify-replacement";
import { describeReplacement } from "./describe-replacement";
import type { IntentNotes } from "./intent-notes";
import type { OpenTransactions } from "./open-transactions";
import type { OpenTransaction } from "./types";

/** A sender can go on replacing for ever; its timeline need not. What is mined is told in any case. */
const MAX_VERSIONS = 20;

/**
 * What a pending transaction makes of the open ones with its sender and nonce. Notes it on them at once, so that the
 * next version is compared with this one.
 */
export function considerPending(
  transaction: RpcTransaction,
  waiting: readonly OpenTransaction[],
  { open, notes, atMs }: { open: OpenTransactions; notes: IntentNotes; atMs: number },
): AlertChange[] {
  return waiting.flatMap((one): AlertChange[] => {
    const { hash } = transaction;
    const base = { alertId: one.alertId, atMs, block: null, hash, firstSeen: [], isTold: false };
    const note = notes.of(one);
    if (hash === one.hash) {
      note.absences = 0;
      note.fees ??= feesOf(transaction);
      if (!one.isDropped) return [];
      one.isDropped = false;
      return [{ ...base, kind: "reopened", isTold: true, data: {} }];
    }
    if (one.earlierHashes.includes(hash) || one.replacedByHash === hash || note.versions >= MAX_VERSIONS) return [];
    const kind = classifyReplacement(one, transaction);
    const after = feesOf(transaction);
    // The same with a lower fee is an older version that an endpoint has only now shown.
    if (kind === "sped_up" && !isRaise(note.fees, after)) return [];
    const data = { feesBefore: feesJson(note.fees), fees: feesJson(after) };
    note.versions += 1;
    note.absences = 0;
    note.fees = after;
    one.isDropped = false;
    if (kind === "sped_up") {
      const earlierHash = one.hash;
      // People were told that something else takes its place, which no longer holds.
      const isTold = one.replacedByHash !== null;
      open.rename(one, hash);
      one.replacedByHash = null;
      return [{ ...base, kind, isTold, data: { ...data, earlierHash } }];
    }
    one.replacedByHash = hash;
    if (kind === "cancelling") return [{ ...base, kind, data }];
    // People are told once that it is being replaced: whoever sends it could do so for ever.
    const isTold = !one.isReplaced;
    one.isReplaced = true;
    return [{ ...base, kind, isTold, data: { ...data, call: describeReplacement(transaction) } }];
  });
}

function feesJson(fees: Fees | null): Record<string, string> | null {
  if (fees === null) return null;
  return {
    maxFeePerGas: fees.maxFeePerGas.toString(),
    maxPriorityFeePerGas: fees.maxPriorityFeePerGas.toString(),
  };
}
