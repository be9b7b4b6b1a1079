import { afterAll, beforeAll, expect, test } from "vitest";

import { waitFor } from "../support/wait-for";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver";
import { scanAccessibility } from "./scan-accessibility";
import { openStage, type Stage, shoot, TREASURY } from "./stage";
import { watchConsole } from "./watch-console";

const TYPES = ["discord", "telegram", "slack", "pagerduty", "email", "webhook"] as const;
const BOT_TOKEN = ["123456789", "A".repeat(35)].join(":");
const DISCORD_URL = "https://discord.com/api/webhooks/1234567890/a-Token";

interface Made {
  id: string;
  config: Record<string, unknown>;
}

let stage: Stage;
let receiver: WebhookReceiver;

beforeAll(async () => {
  receiver = await startWebhookReceiver();
  stage = await openStage();
});
afterAll(async () => {
  await stage?.close();
  await receiver?.close();
});

const make = (body: object) => stage.call<Made>("/v1/notifications/channels", body);

for (const [theme, size] of [
  ["dark", "wide"],
  ["light", "phone"],
] as const) {
  test(`each kind of channel has its form and shows what it will send (${theme}, ${size})`, async () => {
    const page = await stage.open({ theme, size });
    const complaints = watchConsole(page);
    for (const type of TYPES) {
      await page.goto(`/channels/new?type=${type}`);
      const preview = page.getByRole("region", { name: "Preview" });
      await preview.getByText("Ownership of Sample Vault is being renounced").first().waitFor();
      expect(await scanAccessibility(page), type).toEqual([]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, type).toBeLessThanOrEqual(0);
      await page.screenshot({ path: `test-results/channel-form-${type}-${theme}-${size}.png`, fullPage: true });
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });
}

test("a Telegram channel is made after its token was corrected, and its token is never shown again", async () => {
  const page = await stage.open();
  await page.goto("/channels/new?type=telegram");
  await page.getByLabel("Name").fill("On-call group");
  await page.getByLabel("Bot token").fill("123:short");
  await page.getByLabel("Chat").fill("-1001234567890");
  await page.getByLabel("Chat").press("Enter");
  await page.getByText("as BotFather gives it").waitFor();
  expect(await page.getByLabel("Bot token").getAttribute("aria-invalid")).toBe("true");
  await page.getByLabel("Bot token").fill(BOT_TOKEN);
  await page.getByRole("button", { name: "Create the channel" }).click();
  await page.getByRole("heading", { level: 1, name: "On-call group" }).waitFor();
  await page.getByText("Now 123456789:***. Leave empty to keep it.").waitFor();
  expect(await page.getByLabel("Chat").inputValue()).toBe("-1001234567890");
  expect(await page.content()).not.toContain(BOT_TOKEN);

  await page.getByLabel("Digest").fill("15");
  await page.getByRole("switch", { name: /^Fallback/ }).check();
  await page.getByRole("switch", { name: /^Quiet hours/ }).check();
  await page.getByLabel("Time zone").fill("Europe/Berlin");
  await page.getByText("Sat", { exact: true }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved.").waitFor();
  await page.goto("/channels");
  const card = page.getByRole("article", { name: "On-call group" });
  await card.getByText("Fallback").waitFor();
  expect(await card.getByRole("list", { name: "Options" }).textContent()).toMatch(
    /Digest every 15 min\s*Quiet 22:00–07:00/,
  );
  await page.context().close();
});

test("words of one's own are shown while they are typed, a slip with its place, and are kept", async () => {
  const { id } = await make({ type: "discord", name: "Security room", config: { webhookUrl: DISCORD_URL } });
  const page = await stage.open();
  await page.goto(`/channels/${id}`);
  const preview = page.getByRole("region", { name: "Preview" });
  const title = page.getByLabel("Title");
  await preview.getByText("Ownership of Sample Vault is being renounced").waitFor();
  await title.fill("{{contract}} {{nope}}");
  await preview.getByText(/there is no field nope/i).waitFor();
  expect(await preview.locator("mark").textContent()).toBe("{{nope}}");
  await shoot(page, "channel-template-error");

  await title.fill("**{{severity}}** at {{contract}}");
  await preview.getByText("at Sample Vault").waitFor();
  expect(await preview.locator("strong").first().textContent()).toBe("critical");
  await page.getByLabel("What is shown").selectOption({ label: "14 alerts at once" });
  await preview.getByText("14 alerts of “Owner leaves”").waitFor();
  await page.screenshot({ path: "test-results/channel-preview-group.png", fullPage: true });

  await page.getByRole("button", { name: "Save" }).last().click();
  await page.getByText("Saved.").waitFor();
  await page.reload();
  expect(await title.inputValue()).toBe("**{{severity}}** at {{contract}}");
  await preview.getByText("at Sample Vault").waitFor();
  await page.context().close();
});

test("without scripts the Preview button shows the words, and keeps what was typed", async () => {
  const page = await stage.open({ scripts: false });
  await page.goto("/channels/new?type=slack");
  await page.getByLabel("Name").fill("Security room");
  await page.getByLabel("Title").fill("Look at {{contract}}");
  await page.getByRole("button", { name: "Preview" }).click();
  await page.getByRole("region", { name: "Preview" }).getByText("Look at Sample Vault").first().waitFor();
  expect(await page.getByLabel("Name").inputValue()).toBe("Security room");
  expect(await page.getByLabel("Title").inputValue()).toBe("Look at {{contract}}");
  await page.context().close();
});

test("a webhook's secret is rotated: the new one is shown once, and the receiver can still check with the old one", async () => {
  const { id, config } = await make({ type: "webhook", name: "Incident bridge", config: { url: receiver.url } });
  const page = await stage.open();
  await page.goto(`/channels/${id}`);
  await page.getByRole("button", { name: "Rotate the secret" }).click();
  await page.getByRole("button", { name: "Rotate", exact: true }).click();
  const secret = (await page.getByText(/^whsec_/).textContent()) ?? "";
  await page.getByText(/The secret before ends in/).waitFor();
  await shoot(page, "channel-secret-rotated");
  for (const [each, count] of [
    [String(config.secret), 1],
    [secret, 2],
  ] as const) {
    receiver.setSecret(each);
    await page.getByRole("button", { name: "Send a test" }).click();
    await waitFor(() => receiver.requests.length === count, { describe: "the test arrives" });
    expect(receiver.requests.at(-1)?.verified).toBe(true);
    await page.getByText(/Accepted/).waitFor();
  }
  await page
    .getByRole("link", { name: /Delivered/ })
    .first()
    .waitFor();
  await page.screenshot({ path: "test-results/channel.png", fullPage: true });
  // What was done meanwhile has not taken it away.
  expect(await page.getByText(secret).count()).toBe(1);
  await page.reload();
  expect(await page.content()).not.toContain(secret);
  await page.context().close();
});

test("a channel that Sentinel has switched off says why, and is switched on again from there", async () => {
  const { id } = await make({ type: "webhook", name: "Gone bridge", config: { url: receiver.url } });
  const entry = await stage.call<{ id: string }>("/v1/watchlists", {
    name: "Vault",
    network: "demo",
    address: TREASURY,
  });
  await stage.call("/v1/rules", {
    name: "Owner leaves",
    watchlistId: entry.id,
    signature: "renounceOwnership",
    severity: "critical",
    channels: [id],
  });
  receiver.setScript(Array.from({ length: 9 }, () => ({ status: 410, body: "moved away" })));
  await waitFor(
    async () => {
      const { health } = await stage.call<{ health: { heldSince: string | null } }>(`/v1/notifications/channels/${id}`);
      if (health.heldSince !== null) return true;
      await stage.attack("renounceOwnership");
      return undefined;
    },
    { timeoutMs: 20_000, intervalMs: 700, describe: "the channel is switched off" },
  );
  receiver.setScript([]);
  const page = await stage.open();
  await page.goto("/channels");
  const card = page.getByRole("article", { name: "Gone bridge" });
  await card.getByText("Stopped", { exact: true }).waitFor();
  await page.screenshot({ path: "test-results/channels.png", fullPage: true });
  await page.goto(`/channels/${id}`);
  await page.getByText(/^(One message is|\d+ messages are) held/).waitFor();
  await shoot(page, "channel-held");
  const before = receiver.requests.length;
  await page.getByRole("button", { name: "Switch it on again" }).click();
  await page.getByText("It is on again.").waitFor();
  await waitFor(() => receiver.requests.length > before, { describe: "what was held arrives" });
  await page.context().close();
});
