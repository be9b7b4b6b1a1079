import { gzipSync } from "node:zlib";

import { afterAll, beforeAll, expect, test } from "vitest";

import { waitFor } from "../support/wait-for";
import { ATTACKER, openStage, type Stage, shoot, TREASURY, untilLive } from "./stage";
import { watchConsole } from "./watch-console";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
  const entry = await stage.call<{ id: string }>("/v1/watchlists", {
    name: "Treasury Vault",
    network: "demo",
    address: TREASURY,
  });
  for (const [signature, severity] of [
    ["renounceOwnership", "critical"],
    ["transferOwnership", "high"],
    ["approve", "medium"],
  ]) {
    await stage.call("/v1/rules", { name: `Watch ${signature}`, watchlistId: entry.id, signature, severity });
  }
});
afterAll(() => stage?.close());

/** Rules are live within two seconds of being saved: attacks until the first is seen. */
async function attackUntilSeen(name: Parameters<Stage["attack"]>[0], count: number) {
  await waitFor(
    async () => {
      const { meta } = await stage.call<{ meta: { total: number } }>("/v1/alerts");
      if (meta.total >= count) return true;
      await stage.attack(name);
      return false;
    },
    { timeoutMs: 15_000, intervalMs: 700, describe: `${count} alerts` },
  );
}

test("an attack appears in the open feed by itself, as a sentence, while it is still pending", async () => {
  const page = await stage.open();
  const complaints = watchConsole(page);
  await untilLive(page);
  await page.getByText("All quiet").waitFor();
  await attackUntilSeen("renounceOwnership", 1);

  const row = page.locator("[data-alert]").first();
  await row.getByText("Ownership of Treasury Vault is being renounced").waitFor();
  expect(await row.textContent()).toMatch(/Critical[\s\S]*0x90F7…b906[\s\S]*Pending/);
  await shoot(page, "alerts-live");
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("the alert page tells what, why and who was told, follows the chain, and takes an acknowledgement with a note", async () => {
  const page = await stage.open();
  await page.locator("[data-alert] a").first().click();
  await page.getByRole("heading", { level: 1, name: "Ownership of Treasury Vault is being renounced" }).waitFor();
  await page
    .getByText(/^Pending/)
    .first()
    .waitFor();
  await page.getByText("to is Treasury Vault").waitFor();
  await page.getByText("Nobody was notified").waitFor();
  await shoot(page, "alert-pending");

  await stage.chain.rpc("evm_mine");
  await page.getByText(/Confirmed in block/).waitFor();

  await page.getByLabel("Note").fill("Owner key is being rotated, see the incident channel");
  await page.getByRole("button", { name: "Acknowledge" }).click();
  await page.getByText("Acknowledged by").first().waitFor();
  expect(await page.getByText("Owner key is being rotated").count()).toBeGreaterThan(0);
  await shoot(page, "alert-acknowledged");
  await page.context().close();
});

test("the feed works by keyboard: move, select, acknowledge together, open", async () => {
  await attackUntilSeen("transferOwnership", 4);
  const page = await stage.open();
  const rows = page.locator("[data-alert]");
  await rows.nth(3).waitFor();
  await untilLive(page);

  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.getByText("2 selected").waitFor();
  await shoot(page, "alerts-selected");
  await page.keyboard.press("e");
  await rows.nth(1).getByText("Acknowledged").waitFor();
  expect(await rows.nth(0).getByText("Acknowledged").count()).toBe(1);
  await rows.nth(0).getByText("Acknowledged by Admin").waitFor();

  await page.keyboard.press("j");
  const third = await rows.nth(2).getAttribute("data-alert");
  await page.keyboard.press("o");
  await page.waitForURL(`**/alerts/${third}`);
  await page.goto("/alerts");
  await untilLive(page);
  await page.keyboard.press("j");
  await page.keyboard.press("s");
  await page.waitForURL(/silences\/new\?ruleId=/);
  await page.context().close();
});

test("the feed works by mouse: filters make a URL that can be shared, and a selection can be cleared", async () => {
  const page = await stage.open();
  await page.getByRole("list", { name: "Severity" }).getByText("Critical").click();
  await page.waitForURL("**/alerts?severity=critical");
  await waitFor(async () => (await page.locator("[data-alert]").getByText("High").count()) === 0, {
    describe: "only critical",
  });
  await page.getByRole("link", { name: "Acknowledged", exact: true }).click();
  await page.waitForURL("**/alerts?severity=critical&status=acknowledged");
  await page.getByRole("searchbox", { name: "Search alerts" }).fill(ATTACKER);
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=0x90F7/);
  await page.locator("[data-alert]").first().waitFor();

  await page.locator("[data-alert] input[type=checkbox]").first().check();
  await page.getByText("1 selected").waitFor();
  await page.getByRole("button", { name: "Clear the selection" }).click();
  await page.getByText("1 selected").waitFor({ state: "detached" });
  await page.getByRole("link", { name: "Clear", exact: true }).click();
  await page.waitForURL("**/alerts?status=acknowledged");
  await page.context().close();
});

test("while the reader has scrolled, new alerts wait to be asked for", async () => {
  const { meta } = await stage.call<{ meta: { total: number } }>("/v1/alerts");
  const page = await stage.open({ size: "phone" });
  await untilLive(page);
  const first = await page.locator("[data-alert]").first().getAttribute("data-alert");
  await page.evaluate(() => window.scrollTo(0, 200));
  await attackUntilSeen("approve", meta.total + 1);
  const waiting = page.getByRole("button", { name: /^\d+ new$/ });
  await waiting.waitFor();
  expect(await page.locator("[data-alert]").first().getAttribute("data-alert")).toBe(first);
  await shoot(page, "alerts-waiting-phone");
  await waiting.click();
  await page.locator("[data-alert]").first().getByText("Unlimited approval of").waitFor();
  await page.context().close();
});

test("a paused feed stays as it is, and catches up when resumed", async () => {
  const { meta } = await stage.call<{ meta: { total: number } }>("/v1/alerts");
  const page = await stage.open();
  await untilLive(page);
  const shown = await page.locator("[data-alert]").count();
  await page.getByRole("button", { name: /Pause/ }).click();
  await page.getByText("Live updates: Paused").waitFor();
  await attackUntilSeen("approve", meta.total + 1);
  expect(await page.locator("[data-alert]").count()).toBe(shown);
  await page.getByRole("button", { name: /Resume/ }).click();
  await page.locator("[data-alert]").nth(shown).waitFor();
  await page.context().close();
});

test("the feed needs at most 200 kB of script", async () => {
  const page = await stage.open();
  const scripts = new Map<string, Promise<number>>();
  page.on("response", (response) => {
    if (!response.url().endsWith(".js")) return;
    scripts.set(
      response.url(),
      response.body().then((body) => gzipSync(body).length),
    );
  });
  await page.reload();
  await untilLive(page);
  const bytes = (await Promise.all(scripts.values())).reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThan(200_000);
  await page.context().close();
});

test("alerts can be read before any script runs", async () => {
  const page = await stage.open({ scripts: false });
  await page.locator("[data-alert] a").first().click();
  await page.waitForURL(/\/alerts\/[0-9a-f-]{36}/);
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toContain("Treasury Vault");
  await page.context().close();
});
