/** A block that was read, and everything before it but what back-fills still have to read. */
export interface Checkpoint {
  number: bigint;
  hash: string;
}

/** Missed blocks, both ends included, that are read in order. */
export interface OpenBackfill {
  id: string;
  fromBlock: bigint;
  toBlock: bigint;
  nextBlock: bigint;
}

/** Where a network's progress is kept. Everything but the reading throws when the lease is another's by now. */
export interface BlockStore {
  findCheckpoint(): Promise<(Checkpoint & { updatedAtMs: number }) | null>;
  moveCheckpoint(to: Checkpoint): Promise<void>;
  /** Opens a back-fill and moves the checkpoint behind it, both or neither. */
  openBackfill(missed: { fromBlock: bigint; toBlock: bigint; reason: string }, checkpoint: Checkpoint): Promise<void>;
  /** The lowest first. */
  listOpenBackfills(): Promise<OpenBackfill[]>;
  /** `isFinished`: nothing of it is left to read. */
  advanceBackfill(id: string, progress: { nextBlock: bigint; isFinished: boolean }): Promise<void>;
  /** The blocks from a height on in which alerts' transactions were mined, as the alerts have it. */
  listAlertBlocks(from: bigint): Promise<Checkpoint[]>;
}
