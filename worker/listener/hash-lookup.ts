import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";

import type { JsonRpcSocket } from "./json-rpc-socket";
import { RpcError } from "./rpc-errors";
import { toRpcTransaction } from "./to-rpc-transaction";
import type { ListenerTuning, LookupCounters } from "./types";

interface Wanted {
  hash: string;
  announcedAtMs: number;
  tries: number;
}

interface HashLookupOptions {
  socket: Pick<JsonRpcSocket, "requestBatch">;
  tuning: ListenerTuning;
  counters: LookupCounters;
  /** Whether another endpoint has delivered it meanwhile. */
  isDelivered: (hash: string) => boolean;
  onTransaction: (transaction: RpcTransaction, announcedAtMs: number) => void;
}

/**
 * Turns announced hashes into transactions with batched `eth_getTransactionByHash` on the socket that announced
 * them. What one read of the socket brought goes out as one batch at once; what arrives while the allowed number of
 * batches is in flight waits, up to a bound beyond which the oldest is given up and counted.
 */
export class HashLookup {
  private waiting: Wanted[] = [];
  private readonly retries = new Set<NodeJS.Timeout>();
  private batches = 0;
  private flushing: NodeJS.Immediate | null = null;
  private isClosed = false;
  /** One by one after the node has refused a batch. */
  private batchSize: number;

  constructor(private readonly options: HashLookupOptions) {
    this.batchSize = options.tuning.lookupBatchSize;
  }

  add(hash: string, announcedAtMs: number): void {
    this.options.counters.outstanding++;
    this.enqueue([{ hash, announcedAtMs, tries: 0 }]);
  }

  /** Forgets everything: the answers can't come any more. */
  close(): void {
    this.isClosed = true;
    for (const timer of this.retries) clearTimeout(timer);
    if (this.flushing) clearImmediate(this.flushing);
    this.options.counters.dropped += this.options.counters.outstanding;
    this.options.counters.outstanding = 0;
  }

  private enqueue(wanted: Wanted[]): void {
    this.waiting.push(...wanted);
    const excess = this.options.counters.outstanding - this.options.tuning.lookupMaxOutstanding;
    if (excess > 0) {
      const given = this.waiting.splice(0, excess).length;
      this.options.counters.outstanding -= given;
      this.options.counters.dropped += given;
    }
    if (this.waiting.length >= this.batchSize) this.flush();
    else this.flushing ??= setImmediate(() => this.flush());
  }

  private flush(): void {
    if (this.flushing) clearImmediate(this.flushing);
    this.flushing = null;
    while (this.waiting.length > 0 && this.batches < this.options.tuning.lookupMaxBatches && !this.isClosed) {
      this.ask(this.waiting.splice(0, this.batchSize));
    }
  }

  private ask(batch: Wanted[]): void {
    const { socket, tuning } = this.options;
    const open = batch.filter((wanted) => !this.isObsolete(wanted));
    if (open.length === 0) return;
    const again: Wanted[] = [];
    let unanswered = open.length;
    this.batches++;
    const params = open.map((wanted) => [wanted.hash]);
    socket.requestBatch("eth_getTransactionByHash", params, tuning.requestTimeoutMs, (index, error, result) => {
      if (this.isClosed) return;
      const wanted = open[index];
      if (wanted && !this.accept(wanted, error, result)) again.push(wanted);
      unanswered--;
      if (unanswered > 0) return;
      this.batches--;
      if (again.length === open.length && error instanceof RpcError) this.batchSize = 1;
      this.retry(again);
      this.flush();
    });
  }

  private accept(wanted: Wanted, error: Error | null, result: unknown): boolean {
    const transaction = error ? null : toRpcTransaction(result);
    // Another transaction is no answer, and would leave the one that was asked for unseen.
    if (transaction?.hash !== wanted.hash) return false;
    this.options.counters.outstanding--;
    this.options.counters.found++;
    this.options.onTransaction(transaction, wanted.announcedAtMs);
    return true;
  }

  private retry(wanted: Wanted[]): void {
    const delays = this.options.tuning.lookupRetryDelaysMs;
    for (const tries of new Set(wanted.map((one) => one.tries))) {
      const group = wanted.filter((one) => one.tries === tries);
      const delayMs = delays[tries];
      if (delayMs === undefined) {
        this.options.counters.outstanding -= group.length;
        this.options.counters.missing += group.length;
        continue;
      }
      const timer = setTimeout(() => {
        this.retries.delete(timer);
        this.enqueue(group.map((one) => ({ ...one, tries: one.tries + 1 })));
      }, delayMs);
      this.retries.add(timer);
    }
  }

  private isObsolete(wanted: Wanted): boolean {
    const obsolete = this.options.isDelivered(wanted.hash);
    if (obsolete) this.options.counters.outstanding--;
    return obsolete;
  }
}
