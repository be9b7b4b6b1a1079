import { z } from "zod";

import { Timestamp } from "~/domain/shared-schemas";

/**
 * How a network is watched. `mempool`: pending transactions are seen; `blocks`: no endpoint offers any (a chain without
 * a public mempool, or a provider without the feed), so that alerts appear once mined.
 */
export const NetworkMode = z.enum(["mempool", "blocks", "unknown"]);
export type NetworkMode = z.infer<typeof NetworkMode>;

/** What the worker says of a network as a whole, every 2 s. */
export const NetworkReport = z.object({
  mode: NetworkMode,
  /** The newest block that an endpoint announced. */
  latestBlock: z.int().nullable(),
  /** The newest block that was read whole and matched. */
  checkpoint: z.int().nullable(),
  /** Blocks announced or missed that are still to be read. */
  backlogBlocks: z.int(),
  /** Since when the newest block can't be read; null while all is well. */
  blocksFailingSince: Timestamp.nullable(),
  /** Distinct pending transactions seen by this worker. */
  transactions: z.int(),
  /** Rules that are watched for. */
  rules: z.int(),
  /** Of the worker, all its networks together. */
  recorder: z.object({
    /** Matches that wait to be written. */
    waiting: z.int(),
    written: z.int(),
    /** Could not be kept. */
    lost: z.int(),
    /** Not written, because another worker watched the network by then. */
    fenced: z.int(),
    /** Since when the database takes nothing. */
    failingSince: Timestamp.nullable(),
    /** Matches kept on the disk while the database is away. */
    journal: z.object({ alerts: z.int(), bytes: z.int() }),
  }),
  /** How busy the worker is: how late its event loop is (99 of 100 turns were earlier), and its resident memory. */
  worker: z.object({ loopDelayP99Ms: z.number(), rssMb: z.int() }).nullable(),
  /** Of pending transactions; null when nothing is simulated on this network. */
  simulation: z
    .object({
      /** What the endpoints offer, as far as it is known. */
      features: z.object({ simulate: z.boolean(), trace: z.boolean() }),
      simulated: z.int(),
      traced: z.int(),
      /** Left undone because the budget was spent. */
      shed: z.int(),
      waiting: z.int(),
    })
    .nullable(),
});
export type NetworkReport = z.infer<typeof NetworkReport>;
