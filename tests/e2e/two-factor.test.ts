import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";

import { launchBrowser } from "../support/browser";
import { type RunningSentinel, startSentinel, TEST_ADMIN } from "../support/sentinel";
import { type Authenticator, createAuthenticator } from "./authenticator";
import { lookAt } from "./look-at";
import { SIZES, signIn } from "./stage";
import { watchConsole } from "./watch-console";

const PRELOAD = new URL("../support/moved-clock.mjs", import.meta.url).href;
const ELEVEN_MINUTES_MS = 11 * 60_000;

let folder: string;
let sentinel: RunningSentinel;
let browser: Browser;
let offsetMs = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sentinel-clock-"));
  await writeFile(join(folder, "clock"), "0");
  sentinel = await startSentinel({
    env: { MOVED_CLOCK_FILE: join(folder, "clock"), NODE_OPTIONS: `--import ${PRELOAD}` },
  });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await sentinel?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Sentinel's own clock, which it is told from its tokens. */
async function moveClock(byMs: number): Promise<void> {
  offsetMs += byMs;
  await writeFile(join(folder, "clock"), String(offsetMs));
  const issuedAtMs = async () => {
    const [, payload = ""] = (await sentinel.token()).split(".");
    return JSON.parse(Buffer.from(payload, "base64url").toString()).iat * 1000;
  };
  await expect.poll(issuedAtMs).toBeGreaterThan(Date.now() + offsetMs - 30_000);
}

async function open({ scripts = true, size = "wide" as keyof typeof SIZES } = {}): Promise<Page> {
  const context = await browser.newContext({
    baseURL: sentinel.url,
    viewport: SIZES[size],
    javaScriptEnabled: scripts,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return page;
}

let people = 0;
/** Somebody new, so that no test depends on another's. */
async function somebody(role = "viewer") {
  people += 1;
  const person = { email: `ada${people}@example.com`, password: "violet-harbour-ninety", name: "Ada", role };
  const answer = await sentinel.api("/v1/users", { token: await sentinel.token(), body: person });
  expect(answer.status).toBe(201);
  return person;
}

/** Begins on the page of the second factor, as it is open: what an authenticator would be given. */
async function begin(page: Page): Promise<Authenticator> {
  await page.getByRole("button", { name: "Set it up" }).click();
  const link = await page.getByRole("link", { name: "Open in an authenticator" }).getAttribute("href");
  const secret = new URL(link ?? "").searchParams.get("secret") ?? "";
  const typed = await page.locator("code").first().textContent();
  expect(typed).toBe(secret);
  return createAuthenticator(secret, () => Date.now() + offsetMs);
}

async function enrol(page: Page): Promise<{ authenticator: Authenticator; codes: string[] }> {
  await page.goto("/account/two-factor");
  const authenticator = await begin(page);
  await page.getByLabel("Code from your authenticator").fill(await authenticator.next());
  await page.getByRole("button", { name: "Turn it on" }).click();
  await page.getByRole("heading", { name: "Your recovery codes" }).waitFor();
  return { authenticator, codes: await page.getByRole("listitem").allTextContents() };
}

async function signOut(page: Page): Promise<void> {
  await page.context().clearCookies();
  await page.goto("/sign-in");
}

async function password(page: Page, person: { email: string; password: string }): Promise<void> {
  await page.getByLabel("Email").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Is it you?" }).waitFor();
}

// It looks at six pages, each in two themes and two sizes.
test("a second factor is set up with the keyboard, shows its codes once, and is asked for when signing in", {
  timeout: 120_000,
}, async () => {
  const person = await somebody();
  const page = await open();
  const complaints = watchConsole(page);
  await signIn(page, person);
  await page.goto("/account");
  await page.getByRole("link", { name: "Set it up" }).press("Enter");
  await page.waitForURL("**/account/two-factor");
  const findings = await lookAt(page, "two-factor-begin");
  await page.getByRole("button", { name: "Set it up" }).focus();
  const authenticator = await begin(page);
  findings.push(...(await lookAt(page, "two-factor-enrol")));

  await page.getByLabel("Code from your authenticator").fill("000000");
  await page.keyboard.press("Enter");
  await page.getByText(/It is not what the authenticator shows now/).waitFor();
  // The way to the secret is still open.
  await page.getByRole("img", { name: "QR code" }).waitFor();
  findings.push(...(await lookAt(page, "two-factor-wrong")));
  await page.getByLabel("Code from your authenticator").fill(await authenticator.next());
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Your recovery codes" }).waitFor();
  const codes = await page.getByRole("listitem").allTextContents();
  expect(codes).toHaveLength(10);
  findings.push(...(await lookAt(page, "two-factor-codes")));

  await page.getByRole("button", { name: "Copy" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${codes.join("\n")}\n`);
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download" }).click(),
  ]);
  const file = await readFile(await saved.path(), "utf8");
  for (const code of codes) expect(file).toContain(code);

  await page.getByRole("link", { name: "I have saved them" }).click();
  await page.getByText("10 recovery codes left").waitFor();
  await page.goBack();
  await page.getByRole("heading", { name: "Two-factor authentication" }).waitFor();
  await page.getByText("10 are left").waitFor();
  expect(await page.getByText(codes[0] ?? "").count()).toBe(0);
  findings.push(...(await lookAt(page, "two-factor-on")));

  await signOut(page);
  await page.goto("/rules?q=owner");
  await password(page, person);
  expect(await page.content()).not.toContain(person.password);
  findings.push(...(await lookAt(page, "sign-in-code")));
  await page.getByLabel("Code from your authenticator").fill("123456");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").getByText("The code is wrong, or was used before.").waitFor();
  await page.getByLabel("Code from your authenticator").fill(await authenticator.next());
  await page.keyboard.press("Enter");
  await page.waitForURL("**/rules?q=owner");
  expect(findings).toEqual([]);
  // What was wrong was answered with 400 and 401, which the browser tells.
  expect(complaints.filter((each) => !/status of 40[01]/.test(each))).toEqual([]);
  await page.context().close();
});

test("it works without scripts, on a phone; the codes come back neither by reload nor by going back", async () => {
  const person = await somebody();
  const page = await open({ scripts: false, size: "phone" });
  await signIn(page, person);
  const { codes } = await enrol(page);
  expect(codes).toHaveLength(10);
  await page.goto("/account/two-factor");
  expect(await page.getByText(codes[0] ?? "").count()).toBe(0);
  await signOut(page);
  await password(page, person);
  await page.getByRole("link", { name: "Use a recovery code instead" }).click();
  await page.getByLabel("Recovery code").fill(` ${(codes[0] ?? "").toLowerCase()} `);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL("**/alerts");
  await page.goto("/account");
  await page.getByText("9 recovery codes left").waitFor();

  await signOut(page);
  await password(page, person);
  await page.getByRole("link", { name: "Use a recovery code instead" }).click();
  await page.getByLabel("Recovery code").fill(codes[0] ?? "");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("alert").getByText("The code is wrong, or was used before.").waitFor();
  await page.context().close();
});

test("what waits between the steps is good once, for five minutes, and only unbroken", async () => {
  const person = await somebody();
  const page = await open();
  await signIn(page, person);
  await enrol(page);
  await signOut(page);
  await password(page, person);
  const waiting = (await page.context().cookies()).find(({ name }) => name.endsWith("sentinel-step"));
  expect(waiting).toMatchObject({ httpOnly: true, sameSite: "Strict" });
  expect(decodeURIComponent(waiting?.value ?? "")).not.toContain(person.password);
  const send = (value: string) =>
    fetch(`${sentinel.url}/sign-in`, {
      method: "POST",
      redirect: "manual",
      headers: { Cookie: `sentinel-step=${value}` },
      body: new URLSearchParams({ code: "000000", next: "/" }),
    });
  const value = waiting?.value ?? "";
  expect((await send(value)).status).toBe(401);
  // Taken: whoever has a copy of it has nothing.
  const again = await send(value);
  expect([again.status, again.headers.get("location")]).toEqual([303, "/sign-in?step=expired"]);
  expect((await send(`${value.slice(0, -6)}AAAA%3D%3D`)).headers.get("location")).toBe("/sign-in?step=expired");

  await page.goto("/sign-in");
  await password(page, person);
  await moveClock(ELEVEN_MINUTES_MS);
  await page.getByLabel("Code from your authenticator").fill("000000");
  await page.keyboard.press("Enter");
  await page.getByText("That took more than five minutes. Sign in again.").waitFor();
  await page.context().close();
});

test("changes of the factor ask anew who it is, when that was told more than ten minutes ago", async () => {
  const person = await somebody();
  const page = await open();
  await signIn(page, person);
  const { authenticator, codes } = await enrol(page);
  await moveClock(ELEVEN_MINUTES_MS);
  await page.goto("/account/two-factor");
  await page.getByRole("button", { name: "Make new codes" }).click();
  await page.waitForURL(/\/account\/confirm\?next=/);
  await page.getByText("Confirm it before you change how you sign in.", { exact: false }).waitFor();
  await page.getByLabel("Password").fill("not-the-password");
  await page.getByLabel("Code from your authenticator").fill("000000");
  await page.keyboard.press("Enter");
  await page.getByText("It is wrong").waitFor();
  const findings = await lookAt(page, "confirm");
  const before = await sessionOf(page);
  await page.getByLabel("Password").fill(person.password);
  await page.getByLabel("Code from your authenticator").fill(await authenticator.next());
  await page.keyboard.press("Enter");
  await page.waitForURL("**/account/two-factor");
  // A copy of the cookie from before has gained nothing.
  expect(await sessionOf(page)).not.toBe(before);
  await page.getByRole("button", { name: "Make new codes" }).click();
  await page.getByRole("heading", { name: "Your recovery codes" }).waitFor();
  const fresh = await page.getByRole("listitem").allTextContents();
  expect(fresh.filter((code) => codes.includes(code))).toEqual([]);

  await page.goto("/account/two-factor");
  await page.getByText("Turn it off").first().press("Enter");
  findings.push(...(await lookAt(page, "two-factor-ask")));
  await page.getByRole("button", { name: "Turn it off" }).click();
  await page.getByText("It is off.").waitFor();
  await page.getByRole("button", { name: "Set it up" }).waitFor();
  expect(findings).toEqual([]);
  await page.context().close();
});

test("who makes a key finds what was typed after proving who they are", async () => {
  const person = await somebody();
  const page = await open({ scripts: false });
  await signIn(page, person);
  await moveClock(ELEVEN_MINUTES_MS);
  await page.goto("/account/keys");
  await page.getByLabel("Name").fill("Wall & screen");
  await page.getByLabel("Ends after").selectOption("7");
  await page.getByRole("button", { name: "Make the key" }).click();
  await page.getByText("Confirm it before you make a key that acts for you.", { exact: false }).waitFor();
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByText("Press the button once more.", { exact: false }).waitFor();
  expect(await page.getByLabel("Name").inputValue()).toBe("Wall & screen");
  expect(await page.getByLabel("Ends after").inputValue()).toBe("7");
  await page.getByRole("button", { name: "Make the key" }).click();
  await page.getByText("shown only now").waitFor();
  await page.context().close();
});

const sessionOf = async (page: Page) =>
  (await page.context().cookies()).find(({ name }) => name.endsWith("sentinel"))?.value;

test("who must have a second factor can set it up or sign out, and nothing else", async () => {
  const person = await somebody("analyst");
  const page = await open();
  await signIn(page, person);
  const token = await sentinel.token();
  const demand = (requireTotpFor: string[]) =>
    sentinel.api("/v1/settings/security", { method: "PATCH", token, body: { requireTotpFor } });
  expect((await demand(["analyst"])).status).toBe(200);
  try {
    for (const path of ["/alerts", "/account", "/account/keys", "/rules/new"]) {
      await page.goto(path);
      await page.waitForURL("**/account/two-factor");
    }
    await page.getByText("Whoever is an analyst here has to have it").waitFor();
    expect(await page.getByRole("link", { name: "My account" }).count()).toBe(0);
    expect(await lookAt(page, "two-factor-demanded")).toEqual([]);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL("**/sign-in");

    await page.getByLabel("Email").fill(person.email);
    await page.getByLabel("Password").fill(person.password);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/account/two-factor");
    await enrol(page);
    await page.getByRole("link", { name: "I have saved them" }).click();
    await page.getByRole("heading", { name: "My account" }).waitFor();
    await page.goto("/account/two-factor");
    await page.getByText("Your role has to have one").waitFor();
  } finally {
    await demand([]);
  }
  await page.context().close();
});

test("nobody is led to another site by way of proving who they are", async () => {
  const page = await open();
  await signIn(page, TEST_ADMIN);
  await page.goto("/account/confirm?next=https://evil.example/");
  await page.getByLabel("Password").fill(TEST_ADMIN.password);
  await page.keyboard.press("Enter");
  await page.waitForURL(`${sentinel.url}/alerts`);
  const head = await page.request.get("/account/confirm?next=//evil.example");
  expect(head.headers()["cache-control"]).toContain("no-store");
  await page.context().close();
});
