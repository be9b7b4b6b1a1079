import type { MinedBlock } from "../blocks/types";
import { matchMined } from "./match-mined";
import type { RuleIndex } from "./rule-index";

/**
 * Whether a block's receipts are needed: for the logs, when there are rules of events; else for status and gas, when a
 * transaction of it may match a rule of mined ones. Without receipts these are unknown, and what is unknown may match.
 */
export function wantsReceipts(
  index: RuleIndex,
  networkId: string,
  block: Pick<MinedBlock, "number" | "hash" | "atMs" | "transactions">,
): boolean {
  const network = index.networks.get(networkId);
  if (network === undefined) return false;
  if (network.hasEvents) return block.transactions.length > 0;
  if (!network.hasConfirmedCalls && !network.usesOutcome) return false;
  return block.transactions.some((transaction, transactionIndex) => {
    const facts = {
      blockNumber: block.number,
      blockHash: block.hash,
      blockAtMs: block.atMs,
      transactionIndex,
      status: null,
      gasUsed: null,
      effectiveGasPrice: null,
    };
    const matches = matchMined(index, networkId, { transaction, logs: [], facts });
    return matches.some(({ rule }) => rule.stage === "confirmed" || rule.compiledCondition?.usesOutcome === true);
  });
}
