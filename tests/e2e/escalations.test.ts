import { afterAll, beforeAll, expect, test } from "vitest";

import { waitFor } from "../support/wait-for";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver";
import { scanAccessibility } from "./scan-accessibility";
import { openStage, type Stage, shoot, TREASURY } from "./stage";
import { watchConsole } from "./watch-console";

let stage: Stage;
let receiver: WebhookReceiver;

beforeAll(async () => {
  [stage, receiver] = await Promise.all([openStage(), startWebhookReceiver()]);
  for (const name of ["Team chat", "On-call phone"]) {
    await stage.call("/v1/notifications/channels", { type: "webhook", name, config: { url: receiver.url } });
  }
});
afterAll(async () => {
  await stage?.close();
  await receiver?.close();
});

test("an administrator makes a policy: steps are added, moved and removed by the keyboard alone", async () => {
  const page = await stage.open();
  const complaints = watchConsole(page);
  await page.goto("/escalations");
  await page.getByText("Nobody is called a second time yet").waitFor();
  await shoot(page, "escalations-empty");
  await page.getByRole("link", { name: "New policy" }).first().click();
  await page.getByLabel("Name").fill("Protocol on-call");
  await page.getByText("High", { exact: true }).click();
  await page.getByRole("group", { name: "Channels of step 1" }).getByLabel("On-call phone").check();
  await page.getByLabel("Minutes to wait after step 1").fill("10");
  await page.getByRole("button", { name: "Another step" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("group", { name: "Channels of step 2" }).getByLabel("Team chat").check();
  await page.getByLabel("Minutes to wait after step 2").fill("1.5");
  await page.getByRole("button", { name: "Another step" }).press("Enter");
  await page.getByRole("button", { name: "Remove step 3" }).press("Enter");
  await page.getByRole("button", { name: "Move step 2 up" }).press("Enter");
  await waitFor(async () => (await page.getByLabel("Minutes to wait after step 1").inputValue()) === "1.5", {
    describe: "the steps have changed places",
  });
  await page.getByLabel("Only between certain hours").check();
  await page.getByLabel("Time zone").fill("Mars/Olympus");
  await shoot(page, "escalation-editor");
  expect(complaints).toEqual([]);
  await page.getByLabel("Name").press("Enter");
  await page.getByText("Must be a time zone such as Europe/Berlin").waitFor();
  await page.getByLabel("Time zone").fill("Europe/Berlin");
  await page.getByLabel("From").fill("00:00");
  await page.getByLabel("To", { exact: true }).fill("00:00");
  await page.getByRole("button", { name: "Make the policy" }).click();
  await page.getByRole("link", { name: "Protocol on-call" }).waitFor();
  const { data } = await stage.call<{ data: { steps: unknown; hours: unknown; severities: string[] }[] }>(
    "/v1/escalation-policies",
  );
  expect(data).toMatchObject([
    { severities: ["high"], steps: [{ waitSeconds: 90 }, { waitSeconds: 600 }], hours: { timezone: "Europe/Berlin" } },
  ]);
  expect(await scanAccessibility(page)).toEqual([]);
  // Of the time zone that was refused.
  expect(complaints).toEqual(["Failed to load resource: the server responded with a status of 400 (Bad Request)"]);
  await page.context().close();
});

test("without scripts steps are added and the policy is saved", async () => {
  const page = await stage.open({ scripts: false });
  await page.goto("/escalations/new");
  await page.getByLabel("Name").fill("Quiet one");
  await page.getByRole("group", { name: "Channels of step 1" }).getByLabel("Team chat").check();
  await page.getByRole("button", { name: "Another step" }).click();
  expect(await page.getByLabel("Name").inputValue()).toBe("Quiet one");
  await page.getByRole("group", { name: "Channels of step 2" }).getByLabel("On-call phone").check();
  await page.getByRole("button", { name: "Make the policy" }).click();
  await page.getByRole("link", { name: "Quiet one" }).waitFor();
  await page.context().close();
});

test("an alert's page says whom nobody's acknowledgement calls next; acknowledging among the running ones stops it", async () => {
  const entry = await stage.call<{ id: string }>("/v1/watchlists", {
    name: "Treasury Vault",
    network: "demo",
    address: TREASURY,
  });
  const chat = await stage.call<{ data: { id: string; name: string }[] }>("/v1/notifications/channels");
  const channels = chat.data.filter(({ name }) => name === "Team chat").map(({ id }) => id);
  const rule = { name: "Owner", watchlistId: entry.id, signature: "renounceOwnership", severity: "high", channels };
  await stage.call("/v1/rules", { ...rule, groupWaitSeconds: 0 });
  await waitFor(
    async () => {
      const { data } = await stage.call<{ data: unknown[] }>("/v1/escalations?state=running");
      if (data.length > 0) return true;
      await stage.attack("renounceOwnership");
      return false;
    },
    { timeoutMs: 20_000, intervalMs: 700, describe: "an alert escalates" },
  );
  const page = await stage.open();
  const complaints = watchConsole(page);
  await page.goto("/alerts");
  await page.locator("[data-alert] a").first().click();
  await page.getByText(/^Next, in .*: On-call phone$/).waitFor();
  await page.getByText("Step 2 of 2 · policy Protocol on-call").waitFor();
  await page.getByText(/Escalation: step 1 of 2/).waitFor();
  await shoot(page, "alert-escalating");
  await page.goto("/escalations");
  await page.getByRole("region", { name: "Running now" }).waitFor();
  await shoot(page, "escalations-running");
  const runs = await page.getByRole("button", { name: /^Acknowledge: / }).count();
  await page
    .getByRole("button", { name: /^Acknowledge: / })
    .first()
    .click();
  await waitFor(async () => (await page.getByRole("button", { name: /^Acknowledge: / }).count()) === runs - 1, {
    describe: "one fewer runs",
  });
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("the pages hold on a phone and in light", async () => {
  const page = await stage.open({ size: "phone", theme: "light" });
  const { data } = await stage.call<{ data: { id: string }[] }>("/v1/escalation-policies");
  for (const [path, name] of [
    ["/escalations", "escalations-phone"],
    [`/escalations/${data[0]?.id}`, "escalation-editor-phone"],
  ] as const) {
    await page.goto(path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    const isWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect([path, isWide]).toEqual([path, false]);
    expect(await scanAccessibility(page)).toEqual([]);
    await shoot(page, name);
  }
  await page.context().close();
});
