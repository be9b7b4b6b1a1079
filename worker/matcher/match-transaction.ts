import { mentionedIn } from "~/domain/rules/mentioned-in";
import type { RuleMatch } from "~/domain/rules/rule-match";
import type { CallSite } from "~/domain/transactions/call-site";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { OutcomeKind } from "~/domain/transactions/simulated-outcome";
import { carriesCalls } from "~/domain/transactions/unpack/find-wrapper";
import { unpackCalls } from "~/domain/transactions/unpack/unpack-calls";
import type { NetworkRules } from "./network-rules";
import type { RuleIndex } from "./rule-index";
import { selectorKey } from "./selector-key";
import { Sighting } from "./sighting";

/** What nearly every transaction gets: nothing is allocated for it. */
const NO_MATCHES: readonly RuleMatch[] = Object.freeze([]);

/**
 * The rules that a pending transaction of a network matches, by its own call or by one that its calldata carries, by its
 * sender, or by an address that it mentions: one match a rule. A few map look-ups, however many rules there are; only
 * candidates' conditions are evaluated.
 *
 * @param networkId as in `RuleSource.networkId`: a transaction doesn't say which network it was seen on.
 * @param outcome what a simulation said, when there was one: a match that needs it is decided then.
 */
export function matchTransaction(
  index: RuleIndex,
  networkId: string,
  transaction: RpcTransaction,
  outcome: OutcomeKind | null = null,
): readonly RuleMatch[] {
  const network = index.networks.get(networkId);
  if (network === undefined || !mayMatch(network, transaction)) return NO_MATCHES;
  const sighting = new Sighting(network, transaction, { outcome });
  meetTransaction(network, sighting, transaction);
  return sighting.matches();
}

/** Lets a sighting meet the transaction's calls and mentions. */
export function meetTransaction(network: NetworkRules, sighting: Sighting, transaction: RpcTransaction): void {
  const { calls, truncated } = unpackCalls(transaction);
  sighting.truncated = truncated;
  if (transaction.to === null) sighting.meetCreation();
  else sighting.meetCalls(calls);
  const isTruncated = truncated !== null;
  if (isTruncated) sighting.meetUnread(transaction.input.toLowerCase(), network.findTargets(transaction.input));
  if (network.hasMentions) sighting.meetMentions(mentionedIn(network.mentionFinder, transaction, calls, isTruncated));
}

/**
 * The rules that calls match which only a simulation showed. A rule that the transaction itself matches may be among
 * them.
 */
export function matchCalls(
  index: RuleIndex,
  networkId: string,
  transaction: RpcTransaction,
  calls: readonly CallSite[],
  outcome: OutcomeKind | null = null,
): readonly RuleMatch[] {
  const network = index.networks.get(networkId);
  if (network === undefined || !network.hasCalls || calls.length === 0) return NO_MATCHES;
  const sighting = new Sighting(network, transaction, { outcome });
  sighting.meetCalls(calls);
  return sighting.matches();
}

/** Whether any rule could match: false for nearly everything, and then nothing was allocated. */
function mayMatch(network: NetworkRules, { from, to, input }: RpcTransaction): boolean {
  if (typeof input !== "string") return false;
  const { senders, targets, anywhere } = network;
  // Without its sender, rules of senders can't tell yet.
  if (senders.size > 0 && (from === undefined || senders.has(from.toLowerCase()))) return true;
  if (to === null) return anywhere.any.length > 0 || (network.hasMentions && mentions(network, to, input));
  if (typeof to !== "string" || to === "") return false;
  const key = selectorKey(input);
  if (!anywhere.isEmpty && anywhere.has(key)) return true;
  for (let member = targets.get(to.toLowerCase()); member !== null; member = member.next) {
    if (member.group.has(key)) return true;
  }
  if (carriesCalls(input)) return true;
  return network.hasMentions && mentions(network, to, input);
}

function mentions({ mentionFinder }: NetworkRules, to: string | null, input: string): boolean {
  return (to === null ? mentionFinder.findUnaligned(input) : mentionFinder.find(input)).length > 0;
}
