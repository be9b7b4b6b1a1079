import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";

import { launchBrowser } from "../support/browser";
import { type RunningSentinel, startSentinel } from "../support/sentinel";
import { lookAt } from "./look-at";
import { SIZES, signIn } from "./stage";
import { watchConsole } from "./watch-console";

const PASSWORD = "a quiet lantern 41";

let sentinel: RunningSentinel;
let browser: Browser;

beforeAll(async () => {
  sentinel = await startSentinel();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await sentinel?.stop();
});

async function open(scripts = true): Promise<Page> {
  const viewport = scripts ? SIZES.wide : SIZES.phone;
  const context = await browser.newContext({ baseURL: sentinel.url, javaScriptEnabled: scripts, viewport });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return page;
}

/** The path of an invitation's link, and the invitation's id. */
async function invite(email: string, role = "analyst"): Promise<{ path: string; id: string }> {
  const body = { email, name: "Lin", role };
  const answer = await sentinel.api("/v1/invitations", { token: await sentinel.token(), body });
  expect(answer.status).toBe(201);
  return { path: new URL(answer.body.url).pathname, id: answer.body.id };
}

test("the invited choose a password with the keyboard, and are in with the role they were given", async () => {
  const { path } = await invite("lin@example.com");
  const page = await open();
  const complaints = watchConsole(page);
  await page.goto(path);
  await page.getByText("as an analyst", { exact: false }).waitFor();
  expect(await page.getByLabel("Email").inputValue()).toBe("lin@example.com");
  const findings = await lookAt(page, "invitation");
  await page.getByLabel("Choose a password").fill("lin@example");
  await page.keyboard.press("Enter");
  await page.getByText("It is too easy to guess").waitFor();
  findings.push(...(await lookAt(page, "invitation-refused")));
  await page.getByLabel("Your name").fill("Lin Clark");
  await page.getByLabel("Choose a password").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/alerts");
  await page.goto("/account");
  await page.getByText("lin@example.com · analyst").waitFor();
  expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("Lin Clark");

  await page.goto(path);
  await page.getByRole("heading", { name: "This invitation doesn’t work" }).waitFor();
  findings.push(...(await lookAt(page, "invitation-used")));
  expect(findings).toEqual([]);
  expect(complaints.filter((each) => !/status of (400|410)/.test(each))).toEqual([]);
  await page.context().close();
});

test("it is accepted without scripts, in place of whoever was signed in", async () => {
  const { path } = await invite("mo@example.com", "viewer");
  const page = await open(false);
  await signIn(page);
  const former = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  await page.goto(path);
  await page.getByText("You are signed in as admin@sentinel.test").waitFor();
  await page.getByLabel("Choose a password").fill(PASSWORD);
  await page.getByRole("button", { name: "Accept and sign in" }).click();
  await page.waitForURL("**/alerts");
  await page.goto("/account");
  await page.getByText("mo@example.com · viewer").waitFor();
  const before = await fetch(`${sentinel.url}/account`, { headers: { Cookie: former }, redirect: "manual" });
  expect(before.headers.get("location")).toMatch(/^\/sign-in/);
  await page.context().close();
});

test("a link that was taken back and one that never was say the same, and neither lies in a cache", async () => {
  const { path, id } = await invite("kim@example.com");
  const open = await fetch(sentinel.url + path);
  expect(open.status).toBe(200);
  expect(open.headers.get("cache-control")).toBe("no-store");
  // The last of them is what counts (Referrer Policy, 8.1).
  expect(open.headers.get("referrer-policy")).toMatch(/(^|, )strict-origin$/);
  expect(open.headers.get("x-robots-tag")).toContain("noindex");
  const revoked = await sentinel.api(`/v1/invitations/${id}`, { method: "DELETE", token: await sentinel.token() });
  expect(revoked.status).toBe(204);
  const texts = await Promise.all(
    [path, `/invitation/${"x".repeat(43)}`].map(async (each) => {
      const page = await browser.newPage({ baseURL: sentinel.url });
      const answer = await page.goto(each);
      const text = await page.getByRole("main").textContent();
      await page.close();
      return [answer?.status(), text];
    }),
  );
  expect(texts[0]?.[0]).toBe(410);
  expect(texts[0]).toEqual(texts[1]);
  const accepted = await fetch(sentinel.url + path, {
    method: "POST",
    body: new URLSearchParams({ name: "Kim", password: PASSWORD }),
  });
  expect(accepted.status).toBe(400);
  expect(sentinel.logs()).not.toContain(path.split("/").at(-1));
});

test("an invitation is not accepted by another site's page", async () => {
  const { path } = await invite("zed@example.com");
  const sent = await fetch(sentinel.url + path, {
    method: "POST",
    headers: { "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" },
    body: new URLSearchParams({ name: "Zed", password: PASSWORD }),
  });
  expect(sent.status).toBeGreaterThanOrEqual(400);
  expect((await fetch(sentinel.url + path)).status).toBe(200);
});
