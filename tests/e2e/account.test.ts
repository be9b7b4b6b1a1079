import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";

import { launchBrowser } from "../support/browser";
import { type FakeTelegram, startFakeTelegram } from "../support/fake-telegram";
import { type RunningSentinel, startSentinel } from "../support/sentinel";
import { lookAt } from "./look-at";
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

interface Person {
  email: string;
  password: string;
}

async function open(theme: Theme, size: keyof typeof SIZES, scripts = true, person?: Person): Promise<Page> {
  const context = await browser.newContext({
    baseURL: sentinel.url,
    colorScheme: theme,
    viewport: SIZES[size],
    javaScriptEnabled: scripts,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await signIn(page, person);
  return page;
}

let people = 0;
/** Somebody new, so that no test depends on another's. */
async function somebody(role = "analyst"): Promise<Person> {
  people += 1;
  const person = { email: `grace${people}@example.com`, password: "violet-harbour-ninety" };
  const body = { ...person, name: "Grace", role };
  expect((await sentinel.api("/v1/users", { token: await sentinel.token(), body })).status).toBe(201);
  return person;
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

test("one changes one's name, and nothing else of oneself", async () => {
  const person = await somebody();
  const page = await open("dark", "wide", true, person);
  await page.goto("/account");
  await page.getByLabel("Name", { exact: true }).fill("");
  await page.keyboard.press("Enter");
  await page.getByText("It must not be empty").waitFor();
  await page.getByLabel("Name", { exact: true }).fill("Grace Hopper");
  await page.keyboard.press("Enter");
  await page.getByText("Saved.").waitFor();
  await page.getByText("Grace Hopper").first().waitFor();
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const sent = await fetch(`${sentinel.url}/account`, {
    method: "POST",
    headers: { Cookie: cookie },
    body: new URLSearchParams({ intent: "rename", name: "Grace", role: "admin", email: "root@example.com" }),
  });
  expect(sent.status).toBe(200);
  const me = await sentinel.api("/v1/me", { token: await sentinel.token(person.email, person.password) });
  expect(me.body).toMatchObject({ name: "Grace", role: "analyst", email: person.email });
  await page.context().close();
});

test("a new password signs out everywhere else, and only there", async () => {
  const person = await somebody();
  const [page, other] = await Promise.all([open("dark", "wide", true, person), open("light", "phone", false, person)]);
  await page.goto("/account");
  await page.getByLabel("Current password").fill("not-the-password");
  await page.getByLabel("New password").fill("password1");
  await page.getByText("This one is too easy to guess").waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("It is wrong").waitFor();
  await page.getByLabel("Current password").fill(person.password);
  await page.keyboard.press("Enter");
  await page.getByText("It is too easy to guess").waitFor();
  // What was typed stands in no page that the server makes.
  const echoed = await page.request.post("/account", {
    form: { intent: "password", currentPassword: "planted-secret-1", newPassword: "planted-secret-2" },
  });
  expect(echoed.status()).toBe(400);
  expect(await echoed.text()).not.toContain("planted-secret");

  const typed = "a quiet lantern 41";
  await page.getByLabel("New password").fill(typed);
  await page.getByText("It will do.").waitFor();
  await page.getByRole("button", { name: "Show what I type" }).click();
  expect(await page.getByLabel("New password").getAttribute("type")).toBe("text");
  await page.getByRole("button", { name: "Change the password" }).click();
  await page.getByText("Your password is changed.", { exact: false }).waitFor();
  expect(await page.getByLabel("New password").inputValue()).toBe("");
  await page.reload();
  await page.getByRole("heading", { name: "My account" }).waitFor();
  await other.goto("/account");
  await other.waitForURL(/\/sign-in/);
  await signIn(other, { email: person.email, password: typed });
  await page.context().close();
  await other.context().close();
});

test("one sees where one is signed in, and ends one of them or all the others", { timeout: 120_000 }, async () => {
  const person = await somebody();
  const page = await open("dark", "wide", true, person);
  const phone = await browser.newContext({
    baseURL: sentinel.url,
    userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1 Version/17.5 Safari/604.1",
  });
  const lost = await phone.newPage();
  await signIn(lost, person);
  await page.goto("/account");
  const rows = page.locator("#sessions li");
  await rows.filter({ hasText: "this browser" }).filter({ hasText: "Chrome on Linux" }).waitFor();
  const row = rows.filter({ hasText: "Safari on iPhone" });
  await row.locator("summary").press("Enter");
  expect(await lookAt(page, "account-sessions")).toEqual([]);
  await row.getByRole("button", { name: "End it" }).click();
  await page.getByText("It is signed out.").waitFor();
  await row.waitFor({ state: "detached" });
  await lost.goto("/alerts");
  await lost.waitForURL(/\/sign-in/);

  await signIn(lost, person);
  const token = await sentinel.token(person.email, person.password);
  await page.reload();
  await rows.filter({ hasText: "API client" }).waitFor();
  await page.getByText("End all others").click();
  await page.getByRole("button", { name: "End the other 2" }).click();
  await page.getByText("2 are signed out.").waitFor();
  await expect.poll(() => rows.count()).toBe(1);
  await expect.poll(async () => (await sentinel.api("/v1/me", { token })).status, { timeout: 60_000 }).toBe(401);
  await page.reload();
  await page.getByRole("heading", { name: "My account" }).waitFor();
  await phone.close();
  await page.context().close();
});

test("another's session is not one's to end", async () => {
  const [person, victim] = [await somebody(), await somebody()];
  const [page, other] = [await open("dark", "wide", false, person), await open("dark", "wide", false, victim)];
  await other.goto("/account");
  const held = (await other.context().cookies()).find(({ name }) => name === "sentinel")?.value ?? "";
  const { sessionId } = JSON.parse(Buffer.from(decodeURIComponent(held).split(".")[0] ?? "", "base64").toString());
  const answer = await page.request.post("/account", { form: { intent: "end", sessionId } });
  expect(answer.status()).toBe(404);
  await other.reload();
  await other.getByRole("heading", { name: "My account" }).waitFor();
  await page.context().close();
  await other.context().close();
});

test("a key is made, shown once, used, and revoked", { timeout: 120_000 }, async () => {
  const person = await somebody();
  const page = await open("light", "wide", true, person);
  const complaints = watchConsole(page);
  await page.goto("/account");
  await page.getByRole("link", { name: "Make a key" }).press("Enter");
  await page.getByText("No key yet").waitFor();
  const findings = await lookAt(page, "keys-none");
  expect(await page.getByLabel("May do").getByRole("option").allTextContents()).toHaveLength(2);
  await page.getByLabel("Name").fill("Nightly export");
  await page.getByLabel("May do").selectOption("viewer");
  await page.getByLabel("Ends after").selectOption("30");
  await page.getByLabel("Name").press("Enter");
  await page.getByText("shown only now").waitFor();
  const key = (await page.locator("#api-key").textContent()) ?? "";
  expect(key).toMatch(/^sntl_/);
  await page.getByText("in 29 d").waitFor();
  findings.push(...(await lookAt(page, "keys-made")));
  const used = await sentinel.api("/v1/me", { token: key });
  expect(used.body).toMatchObject({ email: person.email });
  const refused = await sentinel.api("/v1/address-lists", { token: key, body: { name: "x", description: "" } });
  expect(refused.status).toBe(403);

  await page.reload();
  await page.getByText(key.slice(0, 12)).waitFor();
  expect(await page.content()).not.toContain(key);
  await page.goBack();
  await page.goForward();
  expect(await page.content()).not.toContain(key);

  await page.goto("/account/keys");
  await page.locator("tr", { hasText: "Nightly export" }).locator("summary").press("Enter");
  findings.push(...(await lookAt(page, "keys-ask")));
  await page.getByRole("button", { name: "Revoke it" }).click();
  await page.getByText("It is revoked.").waitFor();
  await page.getByText("No key yet").waitFor();
  await expect.poll(async () => (await sentinel.api("/v1/me", { token: key })).status, { timeout: 60_000 }).toBe(401);
  expect(findings).toEqual([]);
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("a key is made and revoked without scripts; one above one's own role is not", async () => {
  const person = await somebody("viewer");
  const page = await open("dark", "phone", false, person);
  await page.goto("/account/keys");
  await page.getByLabel("Name").fill("Wall screen");
  await page.getByRole("button", { name: "Make the key" }).click();
  await page.getByText("shown only now").waitFor();
  await page.goto("/account/keys");
  expect(await page.locator("#api-key").count()).toBe(0);
  await page.locator("tr", { hasText: "Wall screen" }).locator("summary").click();
  await page.getByRole("button", { name: "Revoke it" }).click();
  await page.getByText("It is revoked.").waitFor();
  const form = { intent: "create", name: "x", role: "admin", expiresIn: "7" };
  const answer = await page.request.post("/account/keys", { form });
  expect([answer.status(), await answer.text()]).toEqual([400, expect.stringContaining("must be at most your own")]);
  await page.context().close();
});
