import type { RuleMatch } from "~/domain/rules/rule-match";
import type { EventLog } from "~/domain/transactions/event-log";
import type { MinedFacts } from "~/domain/transactions/mined-facts";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import { meetTransaction } from "./match-transaction";
import type { RuleIndex } from "./rule-index";
import { Sighting } from "./sighting";

const NO_MATCHES: readonly RuleMatch[] = Object.freeze([]);

/**
 * The rules that a mined transaction matches: those of pending ones (it may never have been seen pending), those of
 * mined ones, and those of events. A failed transaction has no logs, but its calls were made: `facts.status` tells.
 *
 * @param networkId as in `RuleSource.networkId`.
 * @param logs as its receipt gives them; empty when no receipt was read.
 */
export function matchMined(
  index: RuleIndex,
  networkId: string,
  { transaction, logs, facts }: { transaction: RpcTransaction; logs: readonly EventLog[]; facts: MinedFacts },
): readonly RuleMatch[] {
  const network = index.networks.get(networkId);
  if (network === undefined) return NO_MATCHES;
  const sighting = new Sighting(network, transaction, { mined: facts });
  meetTransaction(network, sighting, transaction);
  if (logs.length > 0 && network.hasEvents) sighting.meetLogs(logs);
  return sighting.matches();
}
