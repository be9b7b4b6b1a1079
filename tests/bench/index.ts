import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { ensureBuild } from "../support/ensure-build";
import { type Latency, measureLatency } from "./latency";
import { measureThroughput, type Throughput } from "./throughput";

/**
 * `npm run bench`: prints throughput and latency. `--json FILE` also writes them, `--only throughput` or
 * `--only latency` leaves the other out.
 */
const { values } = parseArgs({ options: { json: { type: "string" }, only: { type: "string" } } });

const throughput = values.only === "latency" ? null : await measureThroughput((text) => console.log(text));
if (throughput) printThroughput(throughput);

const latency: Latency[] = [];
if (values.only !== "throughput") {
  await ensureBuild();
  for (const backend of ["postgres", "redis"] as const) {
    console.log(`\nmeasuring latency with the queue on ${backend}`);
    latency.push(await measureLatency(backend));
  }
  printLatency(latency);
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(summarize(throughput, latency), null, 2)}\n`);

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
  for (const { backend, txPerSecond, p50Ms, p99Ms, alerts, delivered, idleMb, loadedMb } of all) {
    const times = `p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`;
    const memory = `server ${idleMb.toFixed(0)} MB idle, ${loadedMb.toFixed(0)} MB under load`;
    console.log(
      `queue on ${backend.padEnd(9)} ${txPerSecond} tx/s: ${times} (${delivered} webhooks of ${alerts} alerts; ${memory})`,
    );
  }
}

function summarize(measured: Throughput | null, all: Latency[]) {
  return {
    floorTps: measured?.floorTps ?? null,
    ethersTps: measured?.ethersTps ?? null,
    pipeline: measured?.pipeline.map(({ rules, tps, ratioToFloor }) => ({ rules, tps, ratioToFloor })) ?? [],
    latency: all.map(({ backend, txPerSecond, p50Ms, p99Ms }) => ({ backend, txPerSecond, p50Ms, p99Ms })),
  };
}
