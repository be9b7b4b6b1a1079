import PQueue from "p-queue";

import { intentOf } from "~/domain/transactions/intent";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { SimulatedOutcome } from "~/domain/transactions/simulated-outcome";
import { RpcError } from "../listener/rpc-errors";
import { callFieldsOf } from "./call-fields-of";
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
/**
 * Alerts wait for an outcome, a likely trace finds an attack, the rest is a search in the dark. Some likely traces go
 * before all outcomes, for an attacker could keep them waiting by a flood of transactions that match.
 */
const PRIORITY = { first: 3, outcome: 2, likely: 1, dark: 0 };
/** Of the simulations in a second, the share that likely traces have before outcomes. */
const FIRST_SHARE = 0.25;
/** A provider bills traces: without a reason at most so often. */
const DARK_EVERY_MS = 1_000;

const SWITCHED_OFF = "simulation is switched off";
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
  private darkAtMs = Number.NEGATIVE_INFINITY;
  private first = { second: 0, left: 0 };

  constructor(private readonly options: SimulatorOptions) {
    this.budget = { ...BUDGET, ...options.budget };
    const { concurrency, perSecond } = this.budget;
    this.queue = new PQueue({ concurrency, intervalCap: Math.max(1, perSecond), interval: 1_000 });
  }

  outcomeOf(transaction: RpcTransaction, sender: string): Promise<SimulatedOutcome> {
    if (this.isOff()) return Promise.resolve({ ...UNKNOWN, reason: SWITCHED_OFF });
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
    if (this.isOff() || !this.options.rpc.supports(TRACE)) return;
    if (!likely && !this.takeDark()) return;
    if (this.waitingTraces >= this.budget.maxWaitingTraces) {
      this.shed++;
      return;
    }
    this.waitingTraces++;
    const priority = likely ? (this.takeFirst() ? PRIORITY.first : PRIORITY.likely) : PRIORITY.dark;
    void this.queue.add(() => this.trace(transaction), { priority });
  }

  status(): SimulatorStatus {
    const { rpc } = this.options;
    const { simulated, traced, shed, queue } = this;
    const isOn = !this.isOff();
    const features = { simulate: isOn && rpc.supports("eth_simulateV1"), trace: isOn && rpc.supports(TRACE) };
    return { features, simulated, traced, shed, waiting: queue.size };
  }

  stop(): void {
    this.queue.clear();
  }

  private isOff(): boolean {
    return this.budget.perSecond === 0;
  }

  private takeDark(): boolean {
    const now = performance.now();
    if (now - this.darkAtMs < DARK_EVERY_MS) return false;
    this.darkAtMs = now;
    return true;
  }

  private takeFirst(): boolean {
    const second = Math.floor(performance.now() / 1_000);
    if (second !== this.first.second) {
      this.first = { second, left: Math.max(1, Math.floor(this.budget.perSecond * FIRST_SHARE)) };
    }
    if (this.first.left === 0) return false;
    this.first.left -= 1;
    return true;
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
    // Its contract may serve nobody else: a node that leaves senders out (erigon) must not hide what it does.
    const from = transaction.from ?? intentOf(transaction)?.sender;
    try {
      const call = { ...callFieldsOf(transaction), ...(from === undefined ? {} : { from }) };
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
