import type { Logger } from "pino";

import type { AlertChange } from "~/domain/alerts/alert-change";
import type { OpenAlertTransaction } from "~/domain/alerts/list-open-transactions.server";
import type { RpcTransaction } from "~/domain/transactions/rpc-transaction";
import type { BlockConsumer, RpcRequest } from "../blocks/types";
import type { FirstSeen } from "../listener/types";

/** A transaction that an alert still waits for. Several alerts may wait for the same one. */
export type OpenTransaction = OpenAlertTransaction;

/** What one endpoint answered. */
export type EndpointAnswer<T> = { ok: true; result: T } | { ok: false };

/** Asks every endpoint that can be asked now; never throws for what one of them does. Empty when there is none. */
export type RequestEach = <T>(method: string, params: unknown[]) => Promise<readonly EndpointAnswer<T>[]>;

/** What a lifecycle works with. */
export interface LifecycleOptions {
  network: { id: string; name: string };
  log: Logger;
  request: RpcRequest;
  /** Asks every endpoint; without it the best one's word is taken for all. */
  requestEach?: RequestEach | undefined;
  /** The transactions of this network that alerts still wait for, at most as many as memory may hold. */
  listOpen: () => Promise<OpenTransaction[]>;
  /** Writes changes, all or nothing; may be asked to write the same again. Names no alert twice. */
  record: (changes: readonly AlertChange[]) => Promise<unknown>;
  /** Opens the alerts again that these blocks, no longer part of the chain, have settled. */
  reopen: (blocks: readonly { number: bigint; hash: string }[]) => Promise<unknown>;
  /** Who has shown a transaction, by now. */
  firstSeen?: ((hash: string) => readonly FirstSeen[]) | undefined;
  /** Told the hash of what is taken for dropped: shown again, it has to come by `onPending` again. */
  onGone?: ((hash: string) => void) | undefined;
  /** Gone from the pool for so many blocks, a transaction counts as dropped. Default 5. */
  droppedAfterBlocks?: number | undefined;
  /** Between two rounds of asking for what no block has settled, at least; chains may have four blocks a second. Default 1 s. */
  askEveryMs?: number | undefined;
}

/** Follows what becomes of one network's alerts' transactions. */
export interface Lifecycle extends BlockConsumer {
  /** Takes every pending transaction. Costs one look-up while no alert waits for its sender. Never throws. */
  onPending(transaction: RpcTransaction): void;
  /**
   * A node said that it has let a transaction go (`droppedPendingTransactions` of besu and nethermind): it may have
   * been mined. After the next block it is asked for first, and believed gone when nobody has it then.
   */
  onDropHint(hash: string): void;
  /** A hint that alerts were written: what is kept in memory is read again soon, in a flood at most once a second. */
  onAlertsRecorded(): void;
  status(): { open: number; waiting: number };
  /** Resolves when what was begun is done, and written or waiting for the database. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}
