import type { ChildProcess } from "node:child_process";

import { ask, startChild } from "./child";
import type { Measurement } from "./client";
import { quantile } from "./quantile";

/** What each number of rules costs, and what the two others reach. All in transactions per second. */
export interface Throughput {
  floorTps: number;
  ethersTps: number;
  /** The number of rules that ethers' way looked at. */
  ethersRules: number;
  /** Every set of rules has one on a list of 100,000 addresses among it. */
  pipeline: PipelineSpeed[];
  /** With the calldata of every transaction searched for 100,000 addresses. */
  withMentions: PipelineSpeed;
  floorCpuMicroseconds: number;
}

/** How fast transactions go from the socket through the matcher. */
export interface PipelineSpeed {
  rules: number;
  tps: number;
  ratioToFloor: number;
  cpuMicroseconds: number;
}

interface Client {
  name: string;
  child: ChildProcess;
  count: number;
  results: Measurement[];
}

const RULES = [10, 1_000, 10_000, 100_000];
const ETHERS_RULES = 10_000;
const MENTION_RULES = 10_000;
const REPETITIONS = 9;
const WARM_UPS = 2;
const FLOOD = 100_000;
/** The other way is so much slower that fewer tell as much. */
const ETHERS_FLOOD = 4_000;

/** Measures every way of reading in turn, again and again, and takes medians: the machine's mood falls on all alike. */
export async function measureThroughput(onProgress: (text: string) => void): Promise<Throughput> {
  const { child: feeder, first } = await startChild<{ port: number; frames: number }>(
    new URL("./feeder.ts", import.meta.url),
  );
  const clients: Client[] = [];
  try {
    onProgress(`feeder ready: ${first.frames.toLocaleString("en")} frames of real mainnet transactions`);
    clients.push(await startClient("floor", "floor", 0, FLOOD));
    for (const rules of RULES) clients.push(await startClient(`pipeline ${rules}`, "pipeline", rules, FLOOD));
    clients.push(await startClient("pipeline with mentions", "mentions", MENTION_RULES, FLOOD));
    clients.push(await startClient("ethers", "ethers", ETHERS_RULES, ETHERS_FLOOD));
    for (let round = -WARM_UPS; round < REPETITIONS; round += 1) {
      onProgress(round < 0 ? "warming up" : `round ${round + 1} of ${REPETITIONS}`);
      for (const client of clients) {
        const url = `ws://127.0.0.1:${first.port}/?count=${client.count}`;
        const measurement = await ask<Measurement>(client.child, { url, count: client.count });
        if (round >= 0) client.results.push(measurement);
      }
    }
    checkMatches(clients);
    return summarize(clients);
  } finally {
    for (const { child } of clients) child.disconnect();
    feeder.disconnect();
  }
}

async function startClient(name: string, kind: string, rules: number, count: number): Promise<Client> {
  const { child } = await startChild(new URL("./client.ts", import.meta.url), [kind, String(rules)]);
  return { name, child, count, results: [] };
}

/** Speed without result is worth nothing: every set holds the same matching rules and must find the same. */
function checkMatches(clients: Client[]): void {
  const found = clients
    .filter(({ name }) => name.startsWith("pipeline"))
    .flatMap(({ results }) => results.map(({ matches }) => matches));
  const other = clients.find(({ name }) => name === "ethers")?.results ?? [];
  if (new Set(found).size !== 1 || found[0] === 0) throw new Error(`matches differ: ${found.join(", ")}`);
  if (other.some(({ matches }) => matches === 0)) throw new Error("ethers' way found nothing");
}

function summarize(clients: Client[]): Throughput {
  const of = (name: string, key: keyof Measurement) =>
    quantile(clients.find((client) => client.name === name)?.results.map((result) => result[key]) ?? [], 0.5);
  const floorTps = of("floor", "transactionsPerSecond");
  const speedOf = (name: string, rules: number): PipelineSpeed => {
    const tps = of(name, "transactionsPerSecond");
    return { rules, tps, ratioToFloor: tps / floorTps, cpuMicroseconds: of(name, "cpuMicrosecondsPerTransaction") };
  };
  const floorCpuMicroseconds = of("floor", "cpuMicrosecondsPerTransaction");
  return {
    floorTps,
    floorCpuMicroseconds,
    ethersTps: of("ethers", "transactionsPerSecond"),
    ethersRules: ETHERS_RULES,
    pipeline: RULES.map((rules) => speedOf(`pipeline ${rules}`, rules)),
    withMentions: speedOf("pipeline with mentions", MENTION_RULES),
  };
}
