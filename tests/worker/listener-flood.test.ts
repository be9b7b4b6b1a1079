import { monitorEventLoopDelay } from "node:perf_hooks";

import { pino } from "pino";
import { expect, test } from "vitest";

import { createNetworkListener } from "../../worker/listener/create-network-listener";
import type { NetworkGap } from "../../worker/listener/types";
import { startChild } from "../bench/child";
import { waitFor } from "../support/wait-for";

const PER_SECOND = 50_000;
const SECONDS = 4;
const TOTAL = PER_SECOND * SECONDS;
/** The arrays that remember hashes take 20 MB whatever comes; what is read and not yet collected, the rest. */
const MOST_GROWTH_BYTES = 400 * 1024 * 1024;

test("50,000 transactions a second are each handed on once, with bounded memory and the event loop alive", async () => {
  const file = new URL("../support/fault-node/flood.ts", import.meta.url);
  const { child, first } = await startChild<{ port: number }>(file, [String(PER_SECOND), String(SECONDS)]);
  const sent = new Promise<{ ms: number }>((resolve) =>
    child.once("message", (message) => resolve(message as { ms: number })),
  );
  const gaps: NetworkGap[] = [];
  let handedOn = 0;
  const listener = createNetworkListener({
    network: { id: "00000000-0000-7000-8000-000000000001", name: "flooded", chainId: 1 },
    endpoints: [{ id: "flood", url: `ws://127.0.0.1:${first.port}` }],
    log: pino({ level: "silent" }),
    onTransaction: () => {
      handedOn += 1;
    },
    onHead: () => undefined,
    onGap: (gap) => gaps.push(gap),
    tuning: { pingIntervalMs: 200 },
  });
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const before = process.memoryUsage().rss;
  let most = before;
  try {
    listener.start();
    await waitFor(() => listener.status().endpoints[0]?.state === "live");
    delay.enable();
    await waitFor(
      () => {
        most = Math.max(most, process.memoryUsage().rss);
        return handedOn >= TOTAL;
      },
      { timeoutMs: 40_000, describe: "all are handed on" },
    );
    delay.disable();
    const { ms } = await sent;
    const [endpoint] = listener.status().endpoints;
    expect(handedOn).toBe(TOTAL);
    expect(endpoint).toMatchObject({ state: "live", received: TOTAL, firstSeen: TOTAL, badFrames: 0, reconnects: 0 });
    expect(endpoint?.pingMs).not.toBeNull();
    expect(gaps).toEqual([]);
    expect(most - before).toBeLessThan(MOST_GROWTH_BYTES);
    // Generous: the sender and whatever else runs here take the processor too.
    expect(delay.percentile(99) / 1e6).toBeLessThan(250);
    expect(ms).toBeLessThan(30_000);
  } finally {
    await listener.stop();
    child.disconnect();
    child.kill();
  }
}, 60_000);
