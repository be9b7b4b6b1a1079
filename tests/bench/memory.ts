import { setLatencyStage } from "./latency-stage";
import { repeatMainnetTransactions } from "./workload";

/** What the server process (web and worker thread, without PostgreSQL and Redis) takes under a long load. */
export interface Memory {
  minutes: number;
  /** Addresses on watched lists, and rules. */
  addresses: number;
  idleMb: number;
  /** The most that was seen. */
  rssMb: number;
  loopDelayP99Ms: number | null;
}

const ADDRESSES = 100_000;
const TX_PER_SECOND = 1_000;
/** A child process is given up when it says nothing for a minute. */
const CHUNK_S = 30;

/** Loads a running Sentinel with 1,000 transactions a second, 100,000 watched addresses and 10,000 rules. */
export async function measureMemory(minutes: number): Promise<Memory> {
  const perChunk = TX_PER_SECOND * CHUNK_S;
  const stage = await setLatencyStage("redis", repeatMainnetTransactions(perChunk), { watchedAddresses: ADDRESSES });
  try {
    const idleMb = stage.residentMb();
    const most = stage.watchMemory();
    for (let chunk = 0; chunk * CHUNK_S < minutes * 60; chunk += 1) {
      const indexes = Array.from({ length: perChunk }, (_, at) => chunk * perChunk + at);
      await stage.announce({ indexes, perSecond: TX_PER_SECOND });
    }
    const loopDelayP99Ms = await stage.loopDelayP99Ms();
    return { minutes, addresses: ADDRESSES, idleMb, rssMb: most(), loopDelayP99Ms };
  } finally {
    await stage.stop();
  }
}
