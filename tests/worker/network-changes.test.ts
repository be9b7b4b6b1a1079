import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import type { Network } from "~/domain/networks/network";
import type { Context } from "~/platform/context.server";
import { createLeaseKeeper, type LeaseKeeper } from "../../worker/lease/create-lease-keeper";
import { type Networks, startNetworks } from "../../worker/networks";
import { createRecorder, type Recorder } from "../../worker/recorder/recorder";
import { watchLoad } from "../../worker/watch-load";
import { type Anvil, startAnvil } from "../support/anvil";
import { type ApiClient, createApiClient } from "../support/api-client";
import { createTestContext } from "../support/test-context";
import { waitFor } from "../support/wait-for";

const FOLLOWED_MS = 2_000;

let api: ApiClient;
let token: string;
let chain: Anvil;
let other: Anvil;
/** The worker's own context, as another process has it. */
let ctx: Context;
let leases: LeaseKeeper;
let recorder: Recorder;
let networks: Networks;
let load: ReturnType<typeof watchLoad>;

beforeAll(async () => {
  [api, chain, other] = await Promise.all([createApiClient(), startAnvil(), startAnvil()]);
  token = (await api.signIn("admin")).token;
});
beforeEach(async () => {
  const own = createTestContext(api.ctx.env.DATABASE_URL ?? "");
  // Both processes have the same secret.
  ctx = { ...own, secrets: api.ctx.secrets };
  leases = createLeaseKeeper(ctx);
  recorder = createRecorder(ctx);
  load = watchLoad();
  networks = startNetworks(ctx, { recorder, leases, load: load.read });
});
afterEach(async () => {
  await networks.stop();
  load.stop();
  await recorder.stop(1_000);
  await leases.stop();
  await ctx.close();
  await api.ctx.db.network.deleteMany();
});
afterAll(async () => {
  await Promise.all([chain?.stop(), other?.stop()]);
  await api?.close();
});

const write = async (method: string, path: string, body?: object): Promise<Network> => {
  const answer = await api.call(method, path, { token, ...(body === undefined ? {} : { body }) });
  expect([200, 201, 204]).toContain(answer.status);
  return answer.body;
};
const listened = () => networks.status().map(({ name, endpoints }) => [name, ...endpoints.map(({ state }) => state)]);
const follows = (expected: unknown[], describe: string) =>
  waitFor(() => JSON.stringify(listened()) === JSON.stringify(expected), { describe, timeoutMs: FOLLOWED_MS });
const add = (name = "local", rpcUrls = [chain.wsUrl]) => write("POST", "/v1/networks", { name, rpcUrls });
const live = () =>
  networks.status().flatMap(({ endpoints }) => endpoints.filter(({ state }) => state === "live").map(({ id }) => id));

test("a network added through the API is listened to within two seconds, disabled it no longer is, and comes back", async () => {
  const { id, chainId } = await add();
  expect(chainId).toBe(31_337);
  await follows([["local", "live"]], "the new network is listened to");
  await write("PATCH", `/v1/networks/${id}`, { enabled: false });
  await follows([], "the disabled one is not");
  await write("PATCH", `/v1/networks/${id}`, { enabled: true });
  await follows([["local", "live"]], "it is listened to again");
});

test("other URLs are followed, and those that stay keep their connection", async () => {
  const { id } = await add();
  await follows([["local", "live"]], "the first endpoint is live");
  const [first] = live();
  const both = [`127.0.0.1:${chain.port}/***`, other.wsUrl];
  await write("PATCH", `/v1/networks/${id}`, { rpcUrls: both });
  await follows([["local", "live", "live"]], "the second joins");
  const second = () => networks.status()[0]?.endpoints.find(({ id }) => id !== first);
  const connectedAtMs = second()?.connectedAtMs;
  await write("PATCH", `/v1/networks/${id}`, { rpcUrls: [other.wsUrl] });
  await follows([["local", "live"]], "the first is gone");
  expect(live()).not.toContain(first);
  expect(second()?.connectedAtMs).toBe(connectedAtMs);
});

test("a deleted network is no longer listened to, and what its watch still writes does no harm", async () => {
  const [gone, stays] = [await add("gone"), await add("stays", [other.wsUrl])];
  await waitFor(() => live().length === 2, { describe: "both are live", timeoutMs: FOLLOWED_MS });
  await chain.rpc("evm_mine");
  await write("DELETE", `/v1/networks/${gone.id}`);
  await follows([["stays", "live"]], "the deleted one is not listened to");
  expect(await api.ctx.db.networkLease.count({ where: { networkId: gone.id } })).toBe(0);
  expect(leases.held(stays.id)).not.toBeNull();
  // The name is free, and what is made under it is another network.
  await add("gone");
  await waitFor(() => live().length === 2, { describe: "it can be made anew", timeoutMs: FOLLOWED_MS });
});

test("another chain id is another watch", async () => {
  const { id } = await add();
  await follows([["local", "live"]], "it is listened to");
  const moved = await startAnvil({ chainId: 4_242 });
  try {
    await write("PATCH", `/v1/networks/${id}`, { chainId: 4_242, rpcUrls: [moved.wsUrl] });
    await waitFor(() => networks.status()[0]?.chainId === 4_242 && live().length === 1, {
      describe: "the watch is of the other chain",
      timeoutMs: FOLLOWED_MS,
    });
  } finally {
    await moved.stop();
  }
});
