import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { createUser } from "~/domain/users/create-user.server";
import type { Context } from "~/platform/context.server";
import { seedAlerts } from "../../prisma/seed/seed-alerts";
import { seedRule } from "../../prisma/seed/seed-rule";
import { seedWatchlistEntry } from "../../prisma/seed/seed-watchlist-entry";
import type { RunningSentinel } from "../support/sentinel";
import { createTestContext } from "../support/test-context";
import { openStage, type Stage, shoot, signIn, TREASURY, untilLive } from "./stage";

const VIEWER = { email: "vic@sentinel.test", password: "harbour-violet-ninety" };
const PAGE_SIZE = 50;

let stage: Stage;
let ctx: Context;
let ruleId: string;
let entryId: string;

beforeAll(async () => {
  stage = await openStage();
  ctx = createTestContext(await databaseOf(stage.sentinel));
  await createUser(ctx, { actor: { userId: null }, name: "Vic", role: "viewer", ...VIEWER });
  const network = await ctx.db.network.findFirstOrThrow();
  ({ id: entryId } = await seedWatchlistEntry(ctx, { networkId: network.id, address: TREASURY.toLowerCase() }));
  ({ id: ruleId } = await seedRule(ctx, { watchlistId: entryId }));
  await seedAlerts(ctx, { ruleId, networkId: network.id, count: 2 * PAGE_SIZE });
});
afterAll(async () => {
  await ctx?.close();
  await stage?.close();
});

test("who may only look sees everything and no control that would be refused", async () => {
  const page = await stage.open({ signedIn: false });
  await signIn(page, VIEWER);
  await untilLive(page);
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("e");
  expect(await page.getByRole("checkbox").count()).toBe(0);
  expect(await page.getByRole("toolbar").count()).toBe(0);
  await shoot(page, "viewer-alerts");

  await page.goto("/rules");
  await page.getByRole("row", { name: /Ownership renounced.*On$/ }).waitFor();
  expect(await page.getByRole("switch").count()).toBe(0);
  await page.goto(`/watchlists/${entryId}`);
  await page.getByText(TREASURY).waitFor();
  expect(await page.locator("main button[type=submit]").count()).toBe(0);
  await page.context().close();
});

test("a change by who may only look is refused in words", async () => {
  const page = await stage.open({ signedIn: false });
  await signIn(page, VIEWER);
  await page.evaluate((action) => {
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action });
    document.body.append(form);
    form.submit();
  }, `/rules/${ruleId}`);
  await page.getByRole("heading", { name: "Your role doesn't allow this" }).waitFor();
  await page.getByRole("navigation", { name: "Main" }).first().waitFor();
  await page.context().close();
});

test("going down by key goes on into the older alerts", async () => {
  const page = await stage.open();
  await untilLive(page);
  const rows = page.locator("[data-alert]");
  for (let presses = 0; presses < PAGE_SIZE; presses += 1) await page.keyboard.press("j");
  await rows.nth(PAGE_SIZE).waitFor();
  await page.keyboard.press("j");
  expect(await rows.nth(PAGE_SIZE).locator("a:focus").count()).toBe(1);
  await page.context().close();
});

/** The embedded database's URL: the port is in the log, the password in the data folder. */
async function databaseOf({ logs, dataDir }: RunningSentinel): Promise<string> {
  const port = /"port":(\d+)[^\n]*embedded database started/.exec(logs())?.[1] ?? "";
  const password = (await readFile(join(dataDir, "postgres-password"), "utf8")).trim();
  return `postgresql://sentinel:${password}@127.0.0.1:${port}/sentinel`;
}
