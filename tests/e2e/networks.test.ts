import { afterAll, beforeAll, expect, test } from "vitest";

import { type Anvil, startAnvil } from "../support/anvil";
import { waitFor } from "../support/wait-for";
import { lookAt } from "./look-at";
import { openStage, type Stage, shoot } from "./stage";

let stage: Stage;
let second: Anvil;
beforeAll(async () => {
  [stage, second] = await Promise.all([openStage(), startAnvil({ noMining: true })]);
});
afterAll(async () => {
  await stage?.close();
  await second?.stop();
});

test("a network is tried, added by keyboard, and listened to within seconds", async () => {
  const page = await stage.open();
  await page.goto("/networks");
  await page.getByRole("link", { name: "Add a network" }).press("Enter");
  await page.getByRole("textbox", { name: "Name" }).fill("second");
  await page.getByLabel("RPC URLs").fill(`${second.wsUrl}\nwss://127.0.0.1:9/secret-key`);
  await page.getByRole("button", { name: "Try the endpoints" }).press("Enter");
  await page.getByText(/chain 31337 · pending transactions/).waitFor();
  await page.getByLabel("It does not answer").waitFor();
  await shoot(page, "network-tried");
  expect(await page.getByLabel("RPC URLs").inputValue()).toContain("secret-key");
  await page.getByRole("button", { name: "Add the network" }).click();
  await page
    .getByText(/was asked for its chain id/)
    .first()
    .waitFor();
  await page.getByLabel("RPC URLs").fill(second.wsUrl);
  await page.getByRole("button", { name: "Add the network" }).press("Enter");
  await page.waitForURL("**/networks");
  await waitFor(
    async () => {
      const { data } = await stage.call<{ data: { name: string; health: { status: string } }[] }>("/v1/networks");
      return data.find(({ name }) => name === "second")?.health.status === "live";
    },
    { describe: "the new network is listened to" },
  );
  await page.context().close();
});

test("a network is switched off and deleted by mouse, and never shows its URLs again", async () => {
  const page = await stage.open();
  await page.goto("/networks");
  await page.getByRole("link", { name: "Change second" }).click();
  const shown = await page.getByLabel("RPC URLs").inputValue();
  expect(shown).toMatch(/\/\*\*\*$/);
  await page.getByRole("switch", { name: "Listen to this network" }).uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await page.waitForURL("**/networks");
  await page.getByRole("link", { name: "Change second" }).click();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete the network" }).click();
  await page.waitForURL("**/networks");
  await page.getByRole("link", { name: "Change second" }).waitFor({ state: "detached" });
  await page.context().close();
});

test("the forms of a network hold in both themes and sizes", async () => {
  const page = await stage.open();
  const { data } = await stage.call<{ data: { id: string }[] }>("/v1/networks");
  for (const [name, path] of [
    ["network-new", "/networks/new"],
    ["network", `/networks/${data[0]?.id}`],
    ["networks", "/networks"],
  ] as const) {
    await page.goto(path);
    expect(await lookAt(page, `${name}`)).toEqual([]);
  }
  await page.context().close();
});
