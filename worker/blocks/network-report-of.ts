import { networkModeOf } from "~/domain/networks/network-mode";
import type { NetworkReport } from "~/domain/networks/network-report";
import type { NetworkStatus } from "../listener/types";
import type { RecorderStatus } from "../recorder/recorder";
import type { BlockReaderStatus } from "./create-block-reader";

interface Parts {
  listener: NetworkStatus;
  blocks: BlockReaderStatus;
  rules: number;
  recorder: RecorderStatus;
  simulation: NetworkReport["simulation"];
  worker: NetworkReport["worker"];
}

/** The report on a network, from what its parts say. */
export function networkReportOf({ listener, blocks, rules, recorder, simulation, worker }: Parts): NetworkReport {
  return {
    mode: networkModeOf(listener.endpoints),
    latestBlock: listener.lastHead && Number(listener.lastHead.number),
    checkpoint: blocks.checkpoint && Number(blocks.checkpoint.number),
    backlogBlocks: blocks.backlogBlocks,
    blocksFailingSince: timestamp(blocks.failingSinceMs),
    transactions: listener.transactions,
    rules,
    recorder: { ...recorder, failingSince: timestamp(recorder.failingSince) },
    simulation,
    worker,
  };
}

function timestamp(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString();
}
