import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";

import { launchBrowser } from "../support/browser";
import { type FakeTelegram, startFakeTelegram } from "../support/fake-telegram";
import { type RunningSentinel, startSentinel } from "../support/sentinel";
import { scanAccessibility } from "./scan-accessibility";
import { SIZES, shoot, signIn, type Theme } from "./stage";
import { watchConsole } from "./watch-console";

let fake: FakeTelegram;
let sentinel: RunningSentinel;
let browser: Browser;

beforeAll(async () => {
  fake = await startFakeTelegram();
  sentinel = await startSentinel({ env: { TELEGRAM_API_BASE: fake.base, TELEGRAM_UPDATES: "polling" } });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await sentinel?.stop();
  await fake?.close();
});

async function open(theme: Theme, size: keyof typeof SIZES, scripts = true): Promise<Page> {
  const context = await browser.newContext({
    baseURL: sentinel.url,
    colorScheme: theme,
    viewport: SIZES[size],
    javaScriptEnabled: scripts,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await signIn(page);
  return page;
}

const ANN = { id: 71, first_name: "Ann", username: "ann" };

test("a Telegram account is linked by a code, seen at once, and unlinked", async () => {
  const page = await open("dark", "wide");
  const complaints = watchConsole(page);
  await page.goto("/account");
  await page.getByText("No bot listens: an administrator makes a Telegram channel first").waitFor();

  const token = await sentinel.token();
  const config = { botToken: fake.token, chatId: String(fake.chatId) };
  const body = { type: "telegram", name: "Security room", config };
  expect((await sentinel.api("/v1/notifications/channels", { token, body })).status).toBe(201);
  await expect.poll(() => fake.isPolled(), { timeout: 15_000 }).toBe(true);

  await page.goto("/alerts");
  await page.locator("summary:visible").filter({ hasText: "Account" }).first().press("Enter");
  await page.getByRole("link", { name: "My account" }).first().click();
  await page.getByRole("button", { name: "Link a Telegram account" }).click();
  await page.getByText("Your code, shown only now").waitFor();
  expect(await page.getByRole("link", { name: "Send it to @sentinel_test_bot" }).count()).toBe(1);
  expect(await scanAccessibility(page)).toEqual([]);
  await shoot(page, "account-code");
  const code = await page.locator("#chat-accounts code").textContent();
  fake.say(`/link ${code}`, ANN);
  await page.getByText("Linked. Press Acknowledge under an alert").waitFor();
  await page.getByText("Ann (@ann)").waitFor();
  await shoot(page, "account-linked");
  await page.getByRole("button", { name: "Unlink Ann (@ann)" }).click();
  await page.getByText("is unlinked. Its buttons do nothing from now on.").waitFor();
  await page.getByText("No account is linked yet.").waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});

test.each([
  ["light", "phone"],
  ["light", "wide"],
  ["dark", "phone"],
] as const)("the page holds in %s on a %s, without scripts too", async (theme, size) => {
  const page = await open(theme, size, false);
  await page.goto("/account");
  await page.getByRole("button", { name: "Link a Telegram account" }).click();
  const code = await page.locator("#chat-accounts code").textContent();
  await shoot(page, `account-code-${theme}-${size}`);
  const before = fake.messages.length;
  fake.say(`/link ${code}`, { id: 80 + before, first_name: "\u202E<b>Bo</b>", last_name: "x".repeat(60) });
  await expect.poll(() => fake.messages[before]?.text).toMatch(/^Linked/);
  await page.goto("/account");
  await shoot(page, `account-linked-${theme}-${size}`);
  expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth").catch(() => true)).toBe(true);
  await page.getByRole("button", { name: /^Unlink/ }).click();
  await page.getByText("No account is linked yet.").waitFor();
  await page.context().close();
});

test("who calls the bot's hook without its secret finds nothing there", async () => {
  const url = `${sentinel.url}/hooks/telegram/${"0".repeat(32)}`;
  const posted = await fetch(url, { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" });
  expect([posted.status, await posted.text()]).toEqual([404, "There is nothing here.\n"]);
  expect((await fetch(url)).status).toBe(405);
});
