import type { Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";

import { waitFor } from "../support/wait-for";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver";
import { scanAccessibility } from "./scan-accessibility";
import { openStage, type Stage, shoot, TREASURY } from "./stage";

let stage: Stage;
let receiver: WebhookReceiver;
let channelId: string;

beforeAll(async () => {
  [stage, receiver] = await Promise.all([openStage(), startWebhookReceiver()]);
  const channel = { type: "webhook", name: "Incident bot", config: { url: receiver.url } };
  channelId = (await stage.call<{ id: string }>("/v1/notifications/channels", channel)).id;
  const entry = { name: "Treasury", network: "demo", address: TREASURY };
  const { id: watchlistId } = await stage.call<{ id: string }>("/v1/watchlists", entry);
  const rule = { watchlistId, severity: "critical", channels: [channelId] };
  await stage.call("/v1/rules", { ...rule, name: "Renounced", signature: "renounceOwnership" });
  await stage.call("/v1/rules", { ...rule, name: "Handed over", signature: "transferOwnership" });
  await waitFor(
    async () => {
      const { data } = await stage.call<{ data: { health: { report: { rules: number } | null } }[] }>("/v1/networks");
      return data[0]?.health.report?.rules === 2;
    },
    { describe: "the worker has taken the rules over" },
  );
});
afterAll(async () => {
  await stage?.close();
  await receiver?.close();
});

const banners = (page: Page) => page.getByRole("status", { name: "System messages" });

test("a message that the far side refused is found, read as it went over the wire, and sent again under its id", async () => {
  receiver.setScript([{ status: 400, body: "no such field: severity" }]);
  await stage.attack("renounceOwnership");
  const refused = await receiver.waitForRequest();
  const page = await stage.open();
  await page.goto("/deliveries");
  await page.getByLabel("State").selectOption("failed");
  await page.waitForURL(/state=failed/);
  await banners(page)
    .getByText(/Incident bot has failed/)
    .waitFor({ timeout: 15_000 });
  await shoot(page, "deliveries-failed");
  expect(await scanAccessibility(page)).toEqual([]);

  await page.getByRole("table", { name: "Deliveries" }).getByRole("link").first().click();
  await page.getByRole("region", { name: "Request" }).getByText(String(refused.headers["webhook-id"])).waitFor();
  await page.getByRole("region", { name: "Answer" }).getByText("no such field: severity").waitFor();
  await shoot(page, "delivery-refused");
  expect(await scanAccessibility(page)).toEqual([]);

  await page.getByRole("button", { name: "Send again" }).press("Enter");
  const again = await receiver.waitForRequest((request) => request !== refused);
  expect(again.headers["webhook-id"]).toBe(refused.headers["webhook-id"]);
  await page.getByText("Delivered", { exact: true }).waitFor();
  await page.getByText("once, on request").waitFor();
  await banners(page)
    .getByText(/Incident bot/)
    .waitFor({ state: "detached", timeout: 15_000 });
  await page.context().close();
});

test("a channel whose far side is gone is switched off, which every page says with what it holds", async () => {
  receiver.setScript([{ status: 410, body: "gone" }]);
  await stage.attack("transferOwnership");
  const page = await stage.open({ size: "phone", theme: "light" });
  await page.goto("/deliveries?state=held");
  const banner = banners(page).getByText(/Incident bot is switched off/);
  await banner.waitFor({ timeout: 20_000 });
  await banners(page).getByText("1 message is held for it.").waitFor({ timeout: 15_000 });
  await page.getByText("until its channel is switched on").waitFor({ timeout: 15_000 });
  await shoot(page, "deliveries-held-phone");
  expect(await scanAccessibility(page)).toEqual([]);
  await page.context().close();

  const before = receiver.requests.length;
  const token = await stage.sentinel.token();
  await stage.sentinel.api(`/v1/notifications/channels/${channelId}`, {
    method: "PATCH",
    token,
    body: { enabled: true },
  });
  await receiver.waitForRequest((request) => receiver.requests.indexOf(request) >= before);
});

test("what failed during an outage is sent again with one form, without scripts too", async () => {
  receiver.setScript([{ status: 400 }]);
  const before = receiver.requests.length;
  await stage.attack("renounceOwnership");
  await receiver.waitForRequest((request) => receiver.requests.indexOf(request) >= before);
  const page = await stage.open({ scripts: false });
  await page.goto("/deliveries?state=failed");
  await page.getByLabel("Send again what failed in the last").selectOption("1h");
  await page.getByRole("button", { name: "Send again" }).click();
  await page.getByText("One message is on its way again.").waitFor();
  await receiver.waitForRequest((request) => receiver.requests.indexOf(request) > before);
  await page.context().close();
});
