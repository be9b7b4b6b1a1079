import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { ensureBuild } from "../support/ensure-build";
import { measureConditions } from "./conditions";
import { type Deliveries, measureDeliveries } from "./deliveries";
import { type Latency, measureLatency } from "./latency";
import { type Memory, measureMemory } from "./memory";
import { measureThroughput, type Throughput } from "./throughput";

/**
 * `npm run bench`: prints throughput, conditions, latency, deliveries and memory. `--json FILE` also writes them, `--only` with one
 * of these names leaves the others out, `--minutes N` is how long memory is watched under load.
 */
const { values } = parseArgs({
  options: { json: { type: "string" }, only: { type: "string" }, minutes: { type: "string", default: "1" } },
});
const isWanted = (name: string) => values.only === undefined || values.only === name;

const throughput = isWanted("throughput") ? await measureThroughput((text) => console.log(text)) : null;
if (throughput) printThroughput(throughput);
const conditions = isWanted("conditions") ? measureConditions() : null;
if (conditions) console.log(`\nA condition of three comparisons: ${conditions.conditionNs.toFixed(0)} ns (median)`);

const latency: Latency[] = [];
if (isWanted("latency")) {
  await ensureBuild();
  for (const backend of ["postgres", "redis"] as const) {
    console.log(`\nmeasuring latency with the queue on ${backend}`);
    latency.push(await measureLatency(backend));
  }
  printLatency(latency);
}
const deliveries: Deliveries[] = [];
if (isWanted("deliveries")) {
  await ensureBuild();
  for (const backend of ["postgres", "redis"] as const) {
    console.log(`\nmeasuring deliveries with the queue on ${backend}`);
    deliveries.push(await measureDeliveries(backend));
  }
  printDeliveries(deliveries);
}
let memory: Memory | null = null;
if (isWanted("memory")) {
  await ensureBuild();
  console.log(`\nwatching memory under load for ${values.minutes} minutes`);
  memory = await measureMemory(Number(values.minutes));
  const { idleMb, rssMb, addresses, loopDelayP99Ms } = memory;
  console.log(
    `${rssMb} MB at most (${idleMb} MB idle) with ${addresses} addresses; loop delay p99 ${loopDelayP99Ms} ms`,
  );
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(summarize(), null, 2)}\n`);

function printThroughput({ floorTps, floorCpuMicroseconds, ethersTps, ethersRules, pipeline }: Throughput): void {
  const line = (name: string, tps: number, cpuMicroseconds: number | null) => {
    const speed = `${Math.round(tps).toLocaleString("en").padStart(9)} tx/s`;
    const ratio = `${(tps / floorTps).toFixed(3).padStart(7)} × floor`;
    const cpu = cpuMicroseconds === null ? "" : `${cpuMicroseconds.toFixed(1).padStart(6)} µs CPU/tx`;
    console.log(`${name.padEnd(55)}${speed}${ratio}${cpu}`);
  };
  console.log("\nThroughput on one socket, real mainnet transactions, medians");
  line("floor: ws + JSON.parse", floorTps, floorCpuMicroseconds);
  for (const { rules, tps, cpuMicroseconds } of pipeline) {
    line(`Sentinel, socket to match, ${rules.toLocaleString("en")} rules`, tps, cpuMicroseconds);
  }
  line(`ethers pending + getTransaction + scan of ${ethersRules.toLocaleString("en")} rules`, ethersTps, null);
}

function printLatency(all: Latency[]): void {
  console.log("\nLatency from socket frame to webhook received, through the committed row and the queue");
  for (const { backend, txPerSecond, alertsPerSecond, p50Ms, p99Ms, alerts, delivered, burst, ...rest } of all) {
    const times = `p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`;
    const load = `${txPerSecond} tx/s, ${alertsPerSecond} alerts/s`;
    console.log(`queue on ${backend.padEnd(9)} ${load}: ${times} (${delivered} webhooks of ${alerts} alerts)`);
    console.log(
      `  burst of ${burst.transactions} in a second: ${burst.alerts} alerts, all delivered ${burst.allDeliveredMs.toFixed(0)} ms after the first frame`,
    );
    console.log(
      `  server ${rest.idleMb} MB idle, ${rest.loadedMb} MB loaded; loop delay p99 ${rest.loopDelayP99Ms} ms`,
    );
  }
}

function printDeliveries(all: Deliveries[]): void {
  console.log("\nDeliveries through PostgreSQL and the queue, against a receiver that answers at once");
  for (const { backend, perSecond, count, idleP50Ms, idleP99Ms } of all) {
    const idle = `idle: job added to body received p50 ${idleP50Ms.toFixed(1)} ms, p99 ${idleP99Ms.toFixed(1)} ms`;
    console.log(`queue on ${backend.padEnd(9)} ${Math.round(perSecond)} deliveries/s (${count} in one go); ${idle}`);
  }
}

function summarize() {
  return {
    floorTps: throughput?.floorTps ?? null,
    ethersTps: throughput?.ethersTps ?? null,
    pipeline: throughput?.pipeline.map(({ rules, tps, ratioToFloor }) => ({ rules, tps, ratioToFloor })) ?? [],
    latency: latency.map(({ backend, txPerSecond, p50Ms, p99Ms, burst }) => {
      return { backend, txPerSecond, p50Ms, p99Ms, burst };
    }),
    deliveries,
    conditionNs: conditions?.conditionNs ?? null,
    rssMb: memory?.rssMb ?? null,
    loopDelayP99Ms: memory?.loopDelayP99Ms ?? latency.at(-1)?.loopDelayP99Ms ?? null,
  };
}
