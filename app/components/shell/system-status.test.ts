import { expect, test } from "vitest";

import type { EndpointHealth, Network } from "~/domain/networks/network";
import type { NetworkReport } from "~/domain/networks/network-report";
import { systemStatusOf } from "./system-status";

const AT = "2030-01-01T00:00:00.000Z";
const LATER = "2030-01-01T00:00:05.000Z";

const endpoint = (changes: Partial<EndpointHealth>): EndpointHealth => ({
  id: "e",
  host: "node.example.com",
  state: "live",
  reason: null,
  subscriptionKind: "full",
  connectedAt: AT,
  lastMessageAt: AT,
  lastPendingAt: AT,
  lastHeadNumber: 1,
  reconnects: 0,
  received: 0,
  firstSeen: 0,
  share: null,
  uniqueFinds: 0,
  medianLagMs: null,
  pingMs: 1,
  reportedAt: AT,
  ...changes,
});

const network = (health: Partial<Network["health"]>, enabled = true): Network => ({
  id: "n",
  name: "mainnet",
  chainId: 1,
  rpcUrls: [],
  confirmations: 12,
  enabled,
  explorerUrl: null,
  health: {
    status: "live",
    mode: "mempool",
    endpoints: [endpoint({})],
    gaps: [],
    backfills: [],
    report: null,
    ...health,
  },
});

const delivery = { troubles: [], hasFallback: false, isNobodyTold: false };

test("a network that is down says since when, and why", () => {
  const down = network({
    status: "down",
    endpoints: [endpoint({ state: "backing_off", reason: "Connection refused." })],
    gaps: [{ startedAt: AT, endedAt: null, fromBlock: 1, toBlock: null, reason: "no endpoint" }],
  });
  const [status] = systemStatusOf([down], [], delivery).networks;
  expect(status).toMatchObject({ live: 0, endpoints: 1, downSince: AT, reason: "Connection refused." });
});

test("of several endpoints the newest pending transaction counts", () => {
  const two = network({ endpoints: [endpoint({ lastPendingAt: null }), endpoint({ lastPendingAt: LATER })] });
  expect(systemStatusOf([two], [], delivery).networks[0]?.lastPendingAt).toBe(LATER);
});

test("a network that is switched off raises nothing", () => {
  const status = systemStatusOf([network({ status: "down" }, false)], [], delivery);
  expect(status).toEqual({ networks: [], hasChannels: false, recorder: null, delivery, audit: null });
});

const report = (recorder: Partial<NetworkReport["recorder"]>): NetworkReport => ({
  mode: "mempool",
  latestBlock: 1,
  checkpoint: 1,
  backlogBlocks: 0,
  blocksFailingSince: null,
  transactions: 0,
  rules: 0,
  recorder: {
    waiting: 0,
    written: 0,
    lost: 0,
    fenced: 0,
    failingSince: null,
    journal: { alerts: 0, bytes: 0 },
    ...recorder,
  },
  worker: null,
  simulation: null,
});

test("a chain without a public mempool is told from one whose endpoints show none", () => {
  const base = { ...network({ mode: "blocks" }), chainId: 8453 };
  const told = systemStatusOf([base, network({ mode: "blocks" }), network({})], [], delivery).networks;
  expect(told.map(({ blocksOnly }) => blocksOnly)).toEqual(["chain", "endpoints", null]);
});

test("a quarantined endpoint is named with its reason", () => {
  const one = network({ endpoints: [endpoint({}), endpoint({ state: "quarantined", reason: "2 blocks behind" })] });
  expect(systemStatusOf([one], [], delivery).networks[0]?.quarantined).toEqual([
    { host: "node.example.com", reason: "2 blocks behind" },
  ]);
});

test("missed blocks of all open ranges are summed up", () => {
  const range = (fromBlock: number, toBlock: number, nextBlock: number, finishedAt: string | null = null) => {
    return { fromBlock, toBlock, nextBlock, finishedAt, reason: "outage", startedAt: AT };
  };
  const backfills = [range(11, 20, 16), range(31, 35, 31), range(1, 5, 6, AT)];
  expect(systemStatusOf([network({ backfills })], [], delivery).networks[0]?.backfill).toEqual({ done: 5, total: 15 });
  expect(systemStatusOf([network({})], [], delivery).networks[0]?.backfill).toBeNull();
});

test("alerts in the journal are told, what waits for a moment in memory is not", () => {
  const held = report({ waiting: 2, failingSince: AT, journal: { alerts: 5, bytes: 900 } });
  const both = [network({ report: held }), network({ report: report({ waiting: 2 }) })];
  const journal = { alerts: 5, bytes: 900 };
  expect(systemStatusOf(both, [], delivery).recorder).toEqual({ waiting: 7, journal, failingSince: AT, lost: 0 });
  expect(systemStatusOf([network({ report: report({ waiting: 2 }) })], [], delivery).recorder).toBeNull();
});

test("a network that no worker reports on says since when", () => {
  const silent = network({ status: "unknown", endpoints: [endpoint({ state: "unknown" })] });
  expect(systemStatusOf([silent], [], delivery).networks[0]?.silentSince).toBe(AT);
});

test("a broken audit log is told with everything else", () => {
  const broken = { kind: "altered" as const, seq: 4, detail: "Entry 4 is not what was written." };
  expect(systemStatusOf([], [], delivery, broken).audit).toEqual(broken);
});
