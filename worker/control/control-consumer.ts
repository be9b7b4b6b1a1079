import type { Logger } from "pino";

import type { BlockConsumer, MinedBlock } from "../blocks/types";
import type { ControlWatch } from "./create-control-watch";

/** Blocks that may wait to be looked at; with more, nodes are slower than the chain, and the newest count. */
const MAX_WAITING = 4;

/**
 * Lets a control watch look at new blocks beside the reading of blocks, which doesn't wait for it. Blocks read after a
 * gap are left out: few nodes keep the state of old ones, and the watch looks at every contract in turn anyway.
 */
export function controlConsumer(watch: ControlWatch, log: Logger): BlockConsumer {
  const waiting: MinedBlock[] = [];
  let isRunning = false;
  const run = async () => {
    isRunning = true;
    for (let block = waiting.shift(); block !== undefined; block = waiting.shift()) {
      try {
        await watch.onBlock(block);
      } catch (error) {
        log.debug({ err: error, blockNumber: String(block.number) }, "controllers could not be read at this block");
      }
    }
    isRunning = false;
  };
  return {
    wantsReceipts: () => false,
    async onBlock(block) {
      if (block.source === "backfill") return;
      waiting.push(block);
      if (waiting.length > MAX_WAITING) waiting.shift();
      if (!isRunning) void run();
    },
    async onReorganised() {},
  };
}
