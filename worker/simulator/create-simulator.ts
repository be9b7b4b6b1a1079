import PQueue from "p-queue";

import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { SimulatedOutcome } from "~/domain/transactions/simulated-outcome";
import { RpcError } from "../listener/rpc-errors";
import { readCallTree } from "./read-call-tree";
import { simulateTransaction } from "./simulate-transaction";
import type { Simulator, SimulatorBudget, SimulatorOptions, SimulatorStatus } from "./simulator";

/** Four requests each: within what a free tier of a provider allows. */
const BUDGET: SimulatorBudget = { perSecond: 20, concurrency: 4, maxWaiting: 200, maxWaitingTraces: 50 };
/** Outcomes remembered: a flood repeats itself, and a transaction matches several rules. */
const CACHE_SIZE = 2_000;
/** An outcome is told of the newest state; after this it is asked anew. */
const CACHE_MS = 12_000;
const TRACE_TIMEOUT_MS = 5_000;
const TRACE = "debug_traceCall";
/** Alerts wait for an outcome, a likely trace finds an attack, the rest is a search in the dark. */
const PRIORITY = { outcome: 2, likely: 1, other: 0 };

const UNKNOWN: SimulatedOutcome = { kind: "unknown", reason: null, blockNumber: null };

/** Makes a simulator. Nothing is asked before it is needed. */
export function createSimulator(options: SimulatorOptions): Simulator {
  return new BudgetedSimulator(options);
}

class BudgetedSimulator implements Simulator {
  private readonly budget: SimulatorBudget;
  private readonly queue: PQueue;
  private readonly outcomes = new Map<string, { atMs: number; outcome: Promise<SimulatedOutcome> }>();
  private waitingOutcomes = 0;
  private waitingTraces = 0;
  private simulated = 0;
  private traced = 0;
  private shed = 0;

  constructor(private readonly options: SimulatorOptions) {
    this.budget = { ...BUDGET, ...options.budget };
    const { concurrency, perSecond } = this.budget;
    this.queue = new PQueue({ concurrency, intervalCap: perSecond, interval: 1_000 });
  }

  outcomeOf(transaction: RpcTransaction, sender: string): Promise<SimulatedOutcome> {
    const known = this.outcomes.get(transaction.hash);
    if (known && Date.now() - known.atMs < CACHE_MS) return known.outcome;
    if (this.waitingOutcomes >= this.budget.maxWaiting) {
      this.shed++;
      return Promise.resolve({ ...UNKNOWN, reason: "too many transactions wait to be simulated" });
    }
    const outcome = this.simulate(transaction, sender);
    this.remember(transaction.hash, outcome);
    return outcome;
  }

  search(transaction: RpcTransaction, likely: boolean): void {
    if (!this.options.rpc.supports(TRACE)) return;
    if (this.waitingTraces >= this.budget.maxWaitingTraces) {
      this.shed++;
      return;
    }
    this.waitingTraces++;
    const trace = () => this.trace(transaction);
    void this.queue.add(trace, { priority: likely ? PRIORITY.likely : PRIORITY.other });
  }

  status(): SimulatorStatus {
    const { rpc } = this.options;
    const { simulated, traced, shed, queue } = this;
    const features = { simulate: rpc.supports("eth_simulateV1"), trace: rpc.supports(TRACE) };
    return { features, simulated, traced, shed, waiting: queue.size };
  }

  stop(): void {
    this.queue.clear();
  }

  private async simulate(transaction: RpcTransaction, sender: string): Promise<SimulatedOutcome> {
    this.waitingOutcomes++;
    try {
      const run = () => simulateTransaction(this.options.rpc, transaction, sender);
      const outcome = await this.queue.add(run, { priority: PRIORITY.outcome });
      this.simulated++;
      return outcome ?? UNKNOWN;
    } catch {
      // Whatever a node does, the alert is out already; what failed is the attempt to say more about it.
      this.outcomes.delete(transaction.hash);
      return { ...UNKNOWN, reason: "no endpoint answers" };
    } finally {
      this.waitingOutcomes--;
    }
  }

  private async trace(transaction: RpcTransaction): Promise<void> {
    const { rpc, onCalls } = this.options;
    const { from, to, gas, value, input } = transaction;
    try {
      const call = { gas, value, input, ...(from === undefined ? {} : { from }), ...(to === null ? {} : { to }) };
      const tree = await rpc.request(TRACE, [call, "latest", { tracer: "callTracer" }], {
        timeoutMs: TRACE_TIMEOUT_MS,
      });
      this.traced++;
      const calls = readCallTree(tree);
      if (calls.length > 0) onCalls(transaction, calls);
    } catch (error) {
      // An answer that is an error is the node's last word on this transaction; without any the search is shed.
      if (!(error instanceof RpcError)) this.shed++;
    } finally {
      this.waitingTraces--;
    }
  }

  private remember(hash: string, outcome: Promise<SimulatedOutcome>): void {
    this.outcomes.delete(hash);
    this.outcomes.set(hash, { atMs: Date.now(), outcome });
    if (this.outcomes.size <= CACHE_SIZE) return;
    for (const oldest of this.outcomes.keys()) {
      this.outcomes.delete(oldest);
      break;
    }
  }
}
