import { afterAll, beforeAll, expect, test } from "vitest";

import { type FaultNode, startFaultNode } from "../support/fault-node";
import { blockHeader } from "../support/fault-node/block-header";
import { scanAccessibility } from "./scan-accessibility";
import { openStage, type Stage, shoot } from "./stage";

/** Base: its sequencer keeps the mempool to itself. */
const BASE = 8453;

let stage: Stage;
let rollup: FaultNode;
let stranger: FaultNode;

beforeAll(async () => {
  rollup = await startFaultNode({ chainId: BASE, dialect: "heads_only" });
  const header = blockHeader({ number: 1, timestamp: Math.floor(Date.now() / 1000) });
  const block = { ...header, transactions: [] };
  rollup.answer("eth_getBlockByNumber", ([number]) => (number === "latest" || number === header.number ? block : null));
  rollup.answer("eth_getBlockByHash", () => block);
  stranger = await startFaultNode({ chainId: 5 });
  stage = await openStage({
    networks: [{ name: "base", chainId: BASE, rpcUrls: [rollup.url] }],
    rpcUrls: [stranger.url],
  });
});
afterAll(async () => {
  await stage?.close();
  await rollup?.stop();
  await stranger?.stop();
});

test("a network without a public mempool says that alerts appear once mined, and is no cause for alarm", async () => {
  const page = await stage.open();
  await page.goto("/networks");
  const base = page.getByRole("region", { name: "Base" });
  await base.getByText("This chain has no public mempool").waitFor();
  await base.getByText("blocks only", { exact: true }).waitFor();
  await base.getByText("Live").first().waitFor();
  const messages = page.getByRole("status", { name: "System messages" });
  expect(await messages.getByText(/shows? pending transactions/).count()).toBe(0);

  await page.getByText("1 of 2 networks degraded").click();
  await page.getByRole("link", { name: /Base.*blocks only/ }).waitFor();
  await shoot(page, "networks-block-mode");
  await page.context().close();
});

test("a quarantined endpoint is told on every page with its reason, and the others go on", async () => {
  const page = await stage.open({ size: "phone", theme: "light" });
  const messages = page.getByRole("status", { name: "System messages" });
  await messages.getByText("1 of 2 endpoints of Demo is quarantined").waitFor();
  expect(await messages.textContent()).toMatch(/127\.0\.0\.1:\d+, serves chain 5, not 31337\. The others go on\./);
  expect(await scanAccessibility(page)).toEqual([]);
  await shoot(page, "quarantined-phone");

  await messages.getByRole("link", { name: "See its endpoints" }).click();
  const endpoint = page.getByRole("article", { name: `127.0.0.1:${stranger.port}` });
  await endpoint.getByText("Quarantined").waitFor();
  await endpoint.getByText("serves chain 5, not 31337").waitFor();
  await page.context().close();
});
