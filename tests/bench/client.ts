import { ethersReader, pipelineReader, type Reader, readFloor } from "./readers";

/** What a client process measured in one flood. */
export interface Measurement {
  transactionsPerSecond: number;
  /** CPU of the whole client process. */
  cpuMicrosecondsPerTransaction: number;
  matches: number;
}

/**
 * A process of its own for each way of reading, so that none bears another's heap or profits from its warm code.
 * `argv`: the kind (`floor`, `pipeline`, `mentions`, `ethers`) and the number of rules. Each message `{url, count}` is one flood.
 */
const [kind, rules] = process.argv.slice(2);
const reader = createReader(kind, Number(rules));

function createReader(name: string | undefined, count: number): Reader {
  if (name === "pipeline") return pipelineReader(count);
  if (name === "mentions") return pipelineReader(count, { withMentions: true });
  return name === "ethers" ? ethersReader(count) : readFloor;
}

function measure(url: string, count: number): Promise<Measurement> {
  return new Promise((resolve) => {
    let seen = 0;
    let startedAt = 0;
    let startedCpu = process.cpuUsage();
    const reading = reader(url, () => {
      seen += 1;
      if (seen === 1) {
        startedAt = performance.now();
        startedCpu = process.cpuUsage();
      }
      if (seen !== count) return;
      const seconds = (performance.now() - startedAt) / 1000;
      const cpu = process.cpuUsage(startedCpu);
      const measurement = {
        transactionsPerSecond: (count - 1) / seconds,
        cpuMicrosecondsPerTransaction: (cpu.user + cpu.system) / (count - 1),
        matches: reading.matches(),
      };
      void reading.stop().then(() => resolve(measurement));
    });
  });
}

process.on("message", async ({ url, count }: { url: string; count: number }) => {
  process.send?.(await measure(url, count));
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
