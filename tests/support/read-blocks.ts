import { pino } from "pino";

import type { Context } from "~/platform/context.server";
import { type BlockReader, type BlockReaderOptions, createBlockReader } from "../../worker/blocks/create-block-reader";
import { createBlockStore } from "../../worker/blocks/create-block-store";
import type { BlockConsumer, MinedBlock } from "../../worker/blocks/types";
import { createNetworkListener, type NetworkListener } from "../../worker/listener/create-network-listener";
import type { ListenerTuning } from "../../worker/listener/types";

/** A consumer that keeps everything it is given. */
export interface Kept extends BlockConsumer {
  blocks: MinedBlock[];
  orphaned: { number: bigint; hash: string }[];
  /** Thrown instead of keeping a block, while it is set. */
  failure: Error | null;
  numbers(source?: MinedBlock["source"]): number[];
}

/** A consumer that wants receipts unless told otherwise. */
export function keepBlocks({ receipts = true } = {}): Kept {
  const kept: Kept = {
    blocks: [],
    orphaned: [],
    failure: null,
    numbers: (source) =>
      kept.blocks.filter((one) => !source || one.source === source).map(({ number }) => Number(number)),
    wantsReceipts: () => receipts,
    async onBlock(block) {
      if (kept.failure) throw kept.failure;
      kept.blocks.push(block);
    },
    async onReorganised(orphaned) {
      kept.orphaned.push(...orphaned);
    },
  };
  return kept;
}

/** Takes a network's lease as a worker does; a later call takes it away from the one before. */
export async function takeLease(ctx: Context, networkId: string): Promise<bigint> {
  const lease = { holder: "test", expiresAt: new Date(Date.now() + 3_600_000) };
  const row = await ctx.db.networkLease.upsert({
    where: { networkId },
    create: { networkId, token: 1n, ...lease },
    update: { token: { increment: 1n }, ...lease },
  });
  return row.token;
}

/** A listener and the reader of its blocks. */
export interface Reading extends AsyncDisposable {
  listener: NetworkListener;
  reader: BlockReader;
  /** Everything that was logged, as lines of JSON. */
  logged: string[];
}

/** Reads a network's blocks from these URLs with progress in the database. Use with `await using`. */
export async function readBlocks(
  ctx: Context,
  options: {
    networkId: string;
    urls: string[];
    consumers: BlockConsumer[];
    chainId?: number;
    tuning?: BlockReaderOptions["tuning"];
    listening?: Partial<ListenerTuning>;
  },
): Promise<Reading> {
  const { networkId, urls, consumers, chainId = 31_337 } = options;
  const token = await takeLease(ctx, networkId);
  const logged: string[] = [];
  const log = pino({ level: "debug" }, { write: (line: string) => void logged.push(line) });
  const network = { id: networkId, name: "testnet", chainId };
  const listener = createNetworkListener({
    network,
    endpoints: urls.map((url, index) => ({ id: `endpoint-${index}`, url })),
    log,
    onTransaction: () => true,
    onHead: (head) => reader.onHead(head),
    onGap: () => undefined,
    tuning: { backoffBaseMs: 50, backoffCapMs: 200, ...options.listening },
  });
  const reader = createBlockReader({
    network,
    log,
    request: (method, params) => listener.request(method, params),
    consumers,
    store: createBlockStore(ctx, { networkId, leaseToken: () => token }),
    tuning: { blocksPerSecond: 500, retryMs: 100, ...options.tuning },
  });
  listener.start();
  return {
    listener,
    reader,
    logged,
    async [Symbol.asyncDispose]() {
      await listener.stop();
      await reader.stop();
    },
  };
}
