import type { CallSite } from "~/domain/transactions/call-site";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { SimulatedOutcome } from "~/domain/transactions/simulated-outcome";

/** What a simulator asks its endpoints. */
export interface SimulatorRpc {
  /** Throws `RpcError` when the node answers with an error, anything else when none answers. */
  request<T>(method: string, params: unknown[], options?: { timeoutMs?: number }): Promise<T>;
  /** Whether some endpoint has not yet refused the method. */
  supports(method: string): boolean;
}

/** What a simulator has done; for health and telemetry. */
export interface SimulatorStatus {
  /** What the endpoints offer, as far as it is known: `trace` shows the calls inside a transaction. */
  features: { simulate: boolean; trace: boolean };
  simulated: number;
  traced: number;
  /** Left undone because the budget was spent. */
  shed: number;
  waiting: number;
}

/** Tries pending transactions on the newest state, beside the path from the mempool to the alert. */
export interface Simulator {
  /** Never rejects: what nobody can tell is `unknown` with its reason. The same transaction is tried once. */
  outcomeOf(transaction: RpcTransaction, sender: string): Promise<SimulatedOutcome>;
  /**
   * Looks for calls that only happen inside a transaction; `onCalls` gets them. `likely`: its calldata names a watched
   * address. Those come first, and what isn't likely is traced at most once a second. Returns at once; does nothing when no
   * endpoint traces or the budget is spent.
   */
  search(transaction: RpcTransaction, likely: boolean): void;
  status(): SimulatorStatus;
  stop(): void;
}

/** What a simulator works with. */
export interface SimulatorOptions {
  rpc: SimulatorRpc;
  /** The calls inside a transaction that was traced, its own left out. */
  onCalls: (transaction: RpcTransaction, calls: CallSite[]) => void;
  budget?: Partial<SimulatorBudget>;
}

/** How much a simulator may ask: a flood must not use up what a provider sells. */
export interface SimulatorBudget {
  /** Transactions simulated or traced a second; 0: none at all. */
  perSecond: number;
  /** At once. */
  concurrency: number;
  /** Outcomes that may wait; further ones are `unknown`. */
  maxWaiting: number;
  /** Traces that may wait; further ones are left out. */
  maxWaitingTraces: number;
}
