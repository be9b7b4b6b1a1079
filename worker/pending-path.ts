import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import { carriesCalls } from "~/domain/transactions/unpack/find-wrapper";
import { unpackCalls } from "~/domain/transactions/unpack/unpack-calls";
import type { FirstSeen } from "./listener/types";
import { matchTransaction } from "./matcher/match-transaction";
import type { NetworkRules } from "./matcher/network-rules";
import type { RuleIndex } from "./matcher/rule-index";
import type { Recorder } from "./recorder/recorder";
import type { Ring } from "./ring/create-ring";
import type { Simulator } from "./simulator/simulator";

/** Whether endpoints trace is asked again after this, ms: that answer must not cost anything a transaction. */
const ASK_FEATURES_MS = 1_000;
/** 21,000: what a transfer costs. Nothing runs with it, and anything may with more, whatever the calldata. */
const TRANSFER_GAS = "0x5208";
/** Between two traces of transactions that raised an alert: there is something to look at already. */
const MATCHED_EVERY_MS = 500;

interface PendingPathOptions {
  networkId: string;
  leaseToken: () => bigint;
  index: () => RuleIndex;
  /** Watched contracts, with rules or without. */
  watched: { has(address: string): boolean };
  recorder: Pick<Recorder, "add">;
  ring: Pick<Ring, "add">;
  simulator: Pick<Simulator, "status" | "search">;
  /** Every pending transaction, before it is matched. */
  onPending: (transaction: RpcTransaction) => void;
  /** Something of it was handed to the recorder. */
  onFound: (transaction: RpcTransaction) => void;
}

/**
 * From the socket to the recorder, for one network. It awaits nothing. False when another endpoint's version of the
 * transaction is wanted.
 */
export function createPendingPath(
  options: PendingPathOptions,
): (transaction: RpcTransaction, seen: FirstSeen) => boolean {
  const { networkId, index, watched, recorder, ring, simulator } = options;
  let canTrace = false;
  let askedAtMs = Number.NEGATIVE_INFINITY;
  let foundAtMs = Number.NEGATIVE_INFINITY;

  /**
   * What only a simulation may show: a call of a watched contract inside somebody else's. Also of a transaction that calls a
   * watched contract or raises an alert: that may be there to hide another call.
   */
  const search = (
    transaction: RpcTransaction,
    atMs: number,
    { isFound, isOfWatched }: { isFound: boolean; isOfWatched: boolean },
  ) => {
    if (atMs - askedAtMs >= ASK_FEATURES_MS) {
      askedAtMs = atMs;
      canTrace = simulator.status().features.trace;
    }
    const network = index().networks.get(networkId);
    if (!canTrace || transaction.gas === TRANSFER_GAS || !network?.hasCalls) return;
    if (isFound && atMs - foundAtMs < MATCHED_EVERY_MS) return;
    if (isFound) foundAtMs = atMs;
    simulator.search(transaction, isOfWatched || isNamed(network, transaction));
  };

  return (transaction, seen) => {
    options.onPending(transaction);
    const matches = matchTransaction(index(), networkId, transaction);
    const isFound = matches.length > 0;
    const isOfWatched = isFound || touches(transaction, watched);
    if (isOfWatched) ring.add(transaction, seen.atMs);
    search(transaction, seen.atMs, { isFound, isOfWatched });
    let isTaken = true;
    for (const match of matches) {
      const found = { networkId, leaseToken: options.leaseToken(), match, transaction, mined: null, outcome: null };
      const sighting = { detection: "pending" as const, seenAtMs: seen.atMs, firstSeen: [seen] };
      isTaken = recorder.add({ ...found, ...sighting }) && isTaken;
    }
    if (matches.length > 0) options.onFound(transaction);
    return isTaken;
  };
}

/** Whether a transaction is of or to a watched address, or carries a call of one. */
function touches(transaction: RpcTransaction, watched: { has(address: string): boolean }): boolean {
  const { from, to, input } = transaction;
  if ((to !== null && watched.has(to)) || (from !== undefined && watched.has(from))) return true;
  return carriesCalls(input) && unpackCalls(transaction).calls.some((call) => watched.has(call.to));
}

/** Whether a watched address stands in the calldata: where words are not aligned, at any byte. */
function isNamed(network: NetworkRules, { to, input }: RpcTransaction): boolean {
  return network.findWatched(input, to === null || carriesCalls(input)).length > 0;
}
