import { afterAll, beforeAll, expect, test } from "vitest";

import { TEST_ADMIN } from "../support/sentinel";
import { lookAt } from "./look-at";
import { openStage, type Stage, shoot } from "./stage";
import { watchConsole } from "./watch-console";

const PASSWORD = "violet tractor 77 ladders";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  for (const [name, role] of [
    ["Ada Lovelace", "analyst"],
    ["Grace Hopper", "viewer"],
  ] as const) {
    const email = `${name.split(" ")[0]?.toLowerCase()}@example.com`;
    await stage.call("/v1/users", { email, name, role, password: PASSWORD });
  }
});
afterAll(() => stage?.close());

test("somebody is invited by keyboard, and the link is shown once", async () => {
  const page = await stage.open();
  const complaints = watchConsole(page);
  await page.goto("/alerts");
  await page.getByText("Live updates: Live").waitFor({ state: "attached" });
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await page.getByRole("heading", { name: "People", level: 1 }).waitFor();
  await page.getByRole("link", { name: "Invite somebody" }).press("Enter");
  await page.getByLabel("Email address").fill("ada@example.com");
  await page.getByLabel("Name").fill("Another Ada");
  await page.getByLabel("Name").press("Enter");
  await page
    .getByText(/belongs to|already|another user/i)
    .first()
    .waitFor();
  expect(await page.getByLabel("Name").inputValue()).toBe("Another Ada");
  await page.getByLabel("Email address").fill("mary@example.com");
  await page.getByRole("radio", { name: /^viewer/i }).check();
  await page.getByLabel("Name").press("Enter");
  const link = await page.getByText(/\/invitation\//).textContent();
  expect(link).toMatch(/^http:\/\/[^/]+\/invitation\/[\w-]{20,}$/);
  await shoot(page, "people-invited");
  await page.getByRole("link", { name: "To people" }).click();
  await page.getByRole("table", { name: "Open invitations" }).getByText("mary@example.com").waitFor();
  await page.reload();
  expect(await page.content()).not.toContain(link?.split("/").at(-1));
  await page.getByRole("button", { name: "Revoke the invitation of Another Ada" }).click();
  await page.getByText("The invitation's link works no more.").waitFor();
  expect(complaints.filter((line) => !line.includes("400"))).toEqual([]);
  await page.context().close();
});

test("a person is searched, given another role, disabled, enabled and removed by mouse", async () => {
  const page = await stage.open();
  await page.goto("/people");
  await page.getByRole("searchbox", { name: "Search name or email" }).fill("lovelace");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Grace Hopper" }).waitFor({ state: "detached" });
  await page.getByRole("link", { name: "Ada Lovelace" }).click();
  await page.getByRole("radio", { name: /^viewer/i }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved.").waitFor();
  await page.getByRole("button", { name: "Disable", exact: true }).click();
  await page.getByRole("button", { name: "Enable", exact: true }).waitFor();
  await shoot(page, "person");
  await page.getByRole("button", { name: "Enable", exact: true }).click();
  await page.getByText("Enabled: they can sign in again.").waitFor();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await page.waitForURL("**/people");
  await page.getByRole("link", { name: "Grace Hopper" }).waitFor();
  expect(await page.getByText("Ada Lovelace").count()).toBe(0);
  await page.context().close();
});

test("the last admin can't be removed, and is told so", async () => {
  const page = await stage.open();
  await page.goto(`/people?q=${encodeURIComponent(TEST_ADMIN.email)}`);
  await page.getByRole("table", { name: "People" }).getByRole("link").first().click();
  await page.getByRole("button", { name: "Disable", exact: true }).click();
  await page
    .getByText(/last admin|another admin|only admin/i)
    .first()
    .waitFor();
  await page.context().close();
});

test("a second factor is demanded of a role", async () => {
  const page = await stage.open();
  await page.goto("/people");
  await page.getByRole("checkbox", { name: "viewers" }).check();
  await page.getByRole("group", { name: "Two-factor is demanded of" }).locator("xpath=..").getByRole("button").click();
  await page.getByText("Saved. It holds for everybody within a minute.").waitFor();
  await page.reload();
  expect(await page.getByRole("checkbox", { name: "viewers" }).isChecked()).toBe(true);
  await page.getByRole("checkbox", { name: "viewers" }).uncheck();
  await page.getByRole("group", { name: "Two-factor is demanded of" }).locator("xpath=..").getByRole("button").click();
  await page.getByText("Saved. It holds for everybody within a minute.").waitFor();
  await page.context().close();
});

test("viewers see neither the places of administrators nor their pages", async () => {
  const page = await stage.open({ signedIn: false });
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill("grace@example.com");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/alerts");
  expect(await page.getByRole("link", { name: "People", exact: true }).count()).toBe(0);
  for (const path of ["/people", "/people/invite", "/audit", "/networks/new", "/configuration", "/audit/export"]) {
    expect((await page.goto(path))?.status(), path).toBe(403);
  }
  await page.context().close();
});

test("the pages of people hold in both themes and sizes", async () => {
  const page = await stage.open();
  const { data } = await stage.call<{ data: { id: string }[] }>("/v1/users?q=grace");
  for (const [name, path] of [
    ["people", "/people"],
    ["people-invite", "/people/invite"],
    ["person", `/people/${data[0]?.id}`],
  ] as const) {
    await page.goto(path);
    expect(await lookAt(page, `${name}`)).toEqual([]);
  }
  await page.context().close();
});
