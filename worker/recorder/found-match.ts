import type { RuleMatch } from "~/domain/rules/rule-match";
import type { MinedFacts } from "~/domain/transactions/mined-facts";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { SimulatedOutcome } from "~/domain/transactions/simulated-outcome";
import type { FirstSeen } from "../listener/types";

/**
 * How a match was found. Of `mined` and `backfilled` what nobody showed pending appeared without warning; `simulation`:
 * only inside other calls.
 */
export type Detection = "pending" | "mined" | "backfilled" | "simulation";

/** A match as it is handed to the recorder: nothing is decoded yet. */
export interface FoundMatch {
  networkId: string;
  /** The lease under which it was found: a stale one's alerts are not written (see `network_leases.token`). */
  leaseToken: bigint;
  match: RuleMatch;
  transaction: RpcTransaction;
  detection: Detection;
  /** When it was first seen: the frame that announced it, or its block's arrival. Ms since the epoch. */
  seenAtMs: number;
  /** Who showed it when, earliest first; empty when it was never seen pending. */
  firstSeen: readonly FirstSeen[];
  mined: MinedFacts | null;
  outcome: SimulatedOutcome | null;
}
