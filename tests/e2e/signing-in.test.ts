import { afterAll, beforeAll, expect, test } from "vitest";

import { startSentinel, TEST_ADMIN } from "../support/sentinel";
import { lookAt } from "./look-at";
import { openStage, type Stage, shoot, signIn, untilLive } from "./stage";
import { watchConsole } from "./watch-console";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

test("who asks for a page is led to sign in, and then there", async () => {
  const page = await stage.open({ signedIn: false });
  const complaints = watchConsole(page);
  await page.goto("/rules?q=owner");
  await page.waitForURL(/\/sign-in\?next=/);
  await shoot(page, "sign-in");
  await page.getByLabel("Email").fill(TEST_ADMIN.email);
  await page.getByLabel("Password").fill(TEST_ADMIN.password);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/rules?q=owner");
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("a wrong password is told as such and keeps the email address", async () => {
  const page = await stage.open({ signedIn: false });
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(TEST_ADMIN.email);
  await page.getByLabel("Password").fill("not-the-password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").getByText("The email address or the password is wrong.").waitFor();
  expect(await page.getByLabel("Email").inputValue()).toBe(TEST_ADMIN.email);
  await page.context().close();
});

test("who guesses is told how long to wait, with scripts and without", async () => {
  const guess = { email: "nobody@example.com", password: "not-the-password" };
  const answers = await Promise.all(
    Array.from({ length: 20 }, () =>
      fetch(`${stage.sentinel.url}/sign-in`, { method: "POST", body: new URLSearchParams(guess) }),
    ),
  );
  const throttled = answers.filter(({ status }) => status === 429);
  expect(throttled.length).toBeGreaterThan(0);
  for (const answer of throttled) expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  for (const scripts of [true, false]) {
    const page = await stage.open({ signedIn: false, scripts });
    await page.goto("/sign-in");
    await page.getByLabel("Email").fill(guess.email);
    await page.getByLabel("Password").fill(guess.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("alert").getByText("Too many failed sign-ins.").waitFor();
    expect(await page.content()).not.toContain(guess.password);
    await page.context().close();
  }
});

test("the sign-in page fits every size and theme", async () => {
  const page = await stage.open({ signedIn: false });
  await page.goto("/sign-in");
  const findings = await lookAt(page, "sign-in");
  await page.goto("/sign-in?step=expired");
  findings.push(...(await lookAt(page, "sign-in-expired")));
  expect(findings).toEqual([]);
  expect((await page.request.get("/sign-in")).headers()["cache-control"]).toContain("no-store");
  await page.context().close();
});

test("signing out ends the session, also for the back button", async () => {
  const page = await stage.open({ scripts: false });
  await page.locator("aside summary").click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in");
  await page.goto("/alerts");
  await page.waitForURL(/\/sign-in/);
  await page.context().close();
});

test("the chosen theme is in the first byte of the next page", async () => {
  const page = await stage.open({ theme: "dark" });
  await page.getByRole("button", { name: "Light" }).click();
  await page.locator("html[data-theme=light]").waitFor({ state: "attached" });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.waitForLoadState("networkidle");
  expect(await (await page.request.get("/alerts")).text()).toContain('data-theme="light"');
  expect(await ground()).toBe("rgb(244, 245, 248)");
  await page.context().close();
});

test("help and palette open by key, and lead where they say", async () => {
  const page = await stage.open();
  await untilLive(page);
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
  await shoot(page, "keyboard");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("Go to, create, or search alerts…").fill("new rule");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/rules/new");
  await page.context().close();
});

test("the first visitor makes the first admin with the code from the log, and is in", async () => {
  const fresh = await startSentinel({ env: { ADMIN_EMAIL: "", ADMIN_PASSWORD: "" } });
  try {
    const context = await stage.browser.newContext({ baseURL: fresh.url });
    const page = await context.newPage();
    await page.goto("/");
    await page.waitForURL("**/setup");
    const code = /set-up code (\S+)/.exec(fresh.logs())?.[1] ?? "";
    await page.getByLabel("Set-up code").fill("wrong-code");
    await page.getByLabel("Your name").fill("Ada");
    await page.getByLabel("Email").fill("ada@example.com");
    await page.getByLabel("Password").fill("violet-harbour-ninety");
    await page.getByRole("button", { name: "Create the administrator" }).click();
    await page.getByText(/is wrong or has expired/i).waitFor();
    await shoot(page, "setup-wrong-code");
    await page.getByLabel("Set-up code").fill(code);
    await page.getByLabel("Password").fill("violet-harbour-ninety");
    await page.getByRole("button", { name: "Create the administrator" }).click();
    await page.waitForURL("**/alerts");
    await page.getByRole("heading", { name: "First, add a network" }).waitFor();
    await page.getByText(/^SENTINEL_NETWORKS=/).waitFor();
    await shoot(page, "first-run");
    await context.close();
  } finally {
    await fresh.stop();
  }
});

test("a page that isn't there says so inside the frame", async () => {
  const page = await stage.open({ signedIn: false });
  await signIn(page);
  await page.goto("/alerts/01a20c50-0000-7000-8000-000000000000");
  await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
  await page.getByRole("navigation", { name: "Main" }).first().waitFor();
  await page.context().close();
});
