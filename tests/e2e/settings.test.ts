import { afterAll, beforeAll, expect, test } from "vitest";

import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver";
import { openStage, type Stage, shoot, TREASURY, untilLive } from "./stage";
import { watchConsole } from "./watch-console";

let stage: Stage;
let receiver: WebhookReceiver;

beforeAll(async () => {
  stage = await openStage();
  receiver = await startWebhookReceiver();
});
afterAll(async () => {
  await receiver?.close();
  await stage?.close();
});

test("a contract is watched by keyboard alone, after its address was corrected", async () => {
  const page = await stage.open();
  await page.getByText("Nothing is watched yet").waitFor();
  await untilLive(page);
  await page.keyboard.press("g");
  await page.keyboard.press("w");
  await page.waitForURL("**/watchlists");
  await page.getByRole("link", { name: "Watch a contract" }).first().focus();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/watchlists/new");
  await page.getByLabel("Address").focus();
  await page.keyboard.type(`${TREASURY.slice(0, -1)}A`);
  await page.getByLabel("Name").focus();
  await page.keyboard.type("Treasury Vault");
  await page.keyboard.press("Enter");
  const address = page.getByLabel("Address");
  await page.getByText(/checksum of this mixed-case address is wrong/).waitFor();
  expect(await address.getAttribute("aria-invalid")).toBe("true");
  await shoot(page, "watchlist-error");

  await address.fill(TREASURY);
  await page.getByLabel("Tags").fill("treasury, production");
  await page.getByRole("button", { name: "Watch this contract" }).click();
  await page.getByRole("heading", { level: 1, name: "Treasury Vault" }).waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("w");
  await page.getByRole("row", { name: /Treasury Vault.*treasury/ }).waitFor();
  await shoot(page, "watchlists");
  await page.context().close();
});

test("the same contract twice is refused beside the field", async () => {
  const page = await stage.open();
  await page.goto("/watchlists/new");
  await page.getByLabel("Address").fill(TREASURY.toLowerCase());
  await page.getByLabel("Name").fill("Again");
  await page.getByRole("button", { name: "Watch this contract" }).click();
  await page.getByText(/is already watched on this network, as “Treasury Vault”/i).waitFor();
  await page.context().close();
});

test("a webhook is made, shows its secret once, and its test tells what the far side said", async () => {
  receiver.setScript([{ status: 403, body: "no such hook, ask Dana" }]);
  const page = await stage.open();
  await page.goto("/channels");
  await page.getByText("Nobody is told yet").waitFor();
  await page.getByRole("link", { name: "New channel" }).first().click();
  await page.getByRole("link", { name: "Webhook" }).click();
  await page.waitForURL(/type=webhook/);
  await page.getByLabel("Name").fill("Incident bridge");
  await page.getByLabel("URL", { exact: true }).fill("http://10.1.2.3/hook");
  await page.getByRole("button", { name: "Create the channel" }).click();
  await page.locator("[aria-invalid=true]").waitFor();
  await shoot(page, "channel-error");

  await page.getByLabel("URL", { exact: true }).fill(receiver.url);
  await page.getByRole("button", { name: "Create the channel" }).click();
  const secret = (await page.getByText(/^whsec_/).textContent()) ?? "";
  receiver.setSecret(secret);

  await page.getByRole("button", { name: "Send a test" }).click();
  await page
    .getByText(/no such hook, ask Dana/)
    .first()
    .waitFor();
  await shoot(page, "channel-test-refused");
  await page.getByRole("button", { name: "Send a test" }).click();
  await page.getByText(/Accepted/).waitFor();
  expect(receiver.requests.at(-1)?.verified).toBe(true);

  await page.goto("/channels");
  await page.getByRole("article", { name: "Incident bridge" }).getByText("Healthy").waitFor();
  expect(await page.content()).not.toContain(secret);
  await shoot(page, "channels");
  await page.context().close();
});

test("a rule with a misspelt function is refused beside the field, then made from a suggestion", async () => {
  const page = await stage.open();
  const complaints = watchConsole(page);
  await page.goto("/rules/new");
  await page.getByLabel("Contract", { exact: true }).selectOption({ label: "Treasury Vault · Demo" });
  const signature = page.getByRole("textbox", { name: /^Function(?! to call)/ });
  await signature.fill("transferOwnershp(adress)");
  await page.getByRole("group", { name: "Severity" }).getByText("Critical").click();
  await page.getByLabel("Name", { exact: true }).fill("Ownership moves");
  await page.getByText("Incident bridge").click();
  await page.getByRole("button", { name: "Create the rule" }).click();
  const error = page.locator(`[id="${await signature.getAttribute("id")}-error"]`);
  await error.waitFor();
  expect(await signature.getAttribute("aria-describedby")).toContain("-error");
  await error.scrollIntoViewIfNeeded();
  await shoot(page, "rule-error");

  await page.getByRole("searchbox", { name: "Search well-known functions" }).fill("renounce");
  await page.getByRole("button", { name: /renounceOwnership\(\)/ }).click();
  expect(await signature.inputValue()).toBe("renounceOwnership()");
  await page.getByRole("button", { name: "Create the rule" }).click();
  await page.waitForURL("**/rules");
  const row = page.getByRole("row", {
    name: /Ownership moves.*Treasury Vault.*renounceOwnership.*High.*1 channel/,
  });
  await row.waitFor();
  await shoot(page, "rules");

  await row.getByRole("switch").click();
  await page.waitForLoadState("networkidle");
  await page.reload();
  expect(await page.getByRole("switch", { name: "Ownership moves is on" }).isChecked()).toBe(false);
  // The one complaint is the browser's own note of the refused form.
  expect(complaints.filter((text) => !text.includes("status of 400"))).toEqual([]);
  await page.context().close();
});

test("a change survives without scripts: forms are plain forms", async () => {
  const page = await stage.open({ scripts: false });
  await page.goto("/rules");
  await page.getByRole("link", { name: "Ownership moves" }).click();
  await page.getByLabel("Name", { exact: true }).fill("");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("must not be empty").waitFor();
  await page.getByLabel("Name", { exact: true }).fill("Ownership is given up");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText(/^Saved/).waitFor();
  await page.goto("/rules");
  expect(await page.getByRole("link", { name: "Ownership is given up" }).count()).toBe(1);
  await page.context().close();
});

test("a name made to deceive is shown with what it hides, and never as markup", async () => {
  const name = "Vault\u202egpj.exe <img src=x onerror=document.title='owned'>";
  await stage.call("/v1/watchlists", { name, network: "demo", address: `0x${"ab".repeat(20)}` });
  const page = await stage.open();
  await page.goto("/watchlists");
  await page.getByRole("link", { name: "Vault⟨U+202E⟩gpj.exe <img src=x" }).waitFor();
  expect(await page.title()).toBe("Watchlists · Sentinel");
  await shoot(page, "watchlists-hostile");
  await page.context().close();
});

test("networks shows each endpoint as it is", async () => {
  const page = await stage.open();
  await untilLive(page);
  await page.keyboard.press("g");
  await page.keyboard.press("n");
  const endpoint = page.getByRole("article", { name: /127\.0\.0\.1/ });
  await endpoint.waitFor();
  expect(await endpoint.textContent()).toMatch(/Delivers[\s\S]*Last pending[\s\S]*Reconnects/);
  await shoot(page, "networks");
  await page.context().close();
});
