import type { CallSite } from "~/domain/transactions/call-site";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { FirstSeen } from "../listener/types";
import { matchCalls } from "../matcher/match-transaction";
import type { RuleIndex } from "../matcher/rule-index";
import type { FoundMatch } from "../recorder/found-match";

interface InnerCallsOptions {
  networkId: string;
  index: () => RuleIndex;
  leaseToken: () => bigint;
  firstSeen: (hash: string) => FirstSeen[];
  recorder: { add(found: FoundMatch): unknown };
  onFound: () => void;
}

/** Matches calls that only a simulation showed, and hands what it finds to the recorder. */
export function recordInnerCalls(options: InnerCallsOptions) {
  const { networkId, index, leaseToken, firstSeen, recorder, onFound } = options;
  return (transaction: RpcTransaction, calls: readonly CallSite[]): void => {
    const matches = matchCalls(index(), networkId, transaction, calls);
    for (const match of matches) {
      const seen = firstSeen(transaction.hash);
      recorder.add({
        networkId,
        leaseToken: leaseToken(),
        match,
        transaction,
        detection: "simulation",
        seenAtMs: seen[0]?.atMs ?? Date.now(),
        firstSeen: seen,
        mined: null,
        outcome: null,
      });
    }
    if (matches.length > 0) onFound();
  };
}
