import type { AlertChange } from "~/domain/alerts/alert-change";
import type { FirstSeen } from "../listener/types";
import { isCancellation } from "./classify-replacement";
import type { BlockMatch } from "./match-block";

/**
 * What one block's matches make of their alerts. `failed` holds the hashes of those mined transactions whose receipt
 * says that they were reverted.
 */
export function toChanges(
  block: { number: bigint; hash: string; atMs: number },
  matches: readonly BlockMatch[],
  failed: ReadonlySet<string>,
  firstSeen: (hash: string) => readonly FirstSeen[] = () => [],
): AlertChange[] {
  return matches.map(({ open, mined, isSameCall }) => {
    const { hash } = mined;
    const common = { alertId: open.alertId, atMs: block.atMs, hash, isTold: true };
    const inBlock = { number: block.number, hash: block.hash };
    if (!isSameCall) {
      const data = { isCancellation: isCancellation(mined) };
      return { ...common, kind: "replaced", block: inBlock, firstSeen: [], data };
    }
    const kind = failed.has(hash) ? "failed" : "confirmed";
    return { ...common, kind, block: inBlock, firstSeen: firstSeen(hash), data: {} };
  });
}
