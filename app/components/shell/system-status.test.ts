import { expect, test } from "vitest";

import type { Channel } from "~/domain/channels/channel";
import type { EndpointHealth, Network } from "~/domain/networks/network";
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

const channel = (status: Channel["health"]["status"], enabled = true): Channel => ({
  id: "c",
  type: "webhook",
  name: "Bridge",
  config: {},
  enabled,
  health: { status, lastSuccessAt: null, lastError: "HTTP 500" },
  createdAt: AT,
  updatedAt: AT,
});

test("a network that is down says since when, and why", () => {
  const down = network({
    status: "down",
    endpoints: [endpoint({ state: "backing_off", reason: "Connection refused." })],
    gaps: [{ startedAt: AT, endedAt: null, fromBlock: 1, toBlock: null, reason: "no endpoint" }],
  });
  const [status] = systemStatusOf([down], []).networks;
  expect(status).toMatchObject({ live: 0, endpoints: 1, downSince: AT, reason: "Connection refused." });
});

test("of several endpoints the newest pending transaction counts", () => {
  const two = network({ endpoints: [endpoint({ lastPendingAt: null }), endpoint({ lastPendingAt: LATER })] });
  expect(systemStatusOf([two], []).networks[0]?.lastPendingAt).toBe(LATER);
});

test("a network or channel that is switched off raises nothing", () => {
  const status = systemStatusOf([network({ status: "down" }, false)], [channel("failing", false)]);
  expect(status).toEqual({ networks: [], failingChannels: [], hasChannels: false });
});

test("a failing channel is named with its last error", () => {
  expect(systemStatusOf([], [channel("failing"), channel("healthy")]).failingChannels).toEqual([
    { id: "c", name: "Bridge", lastError: "HTTP 500" },
  ]);
});
