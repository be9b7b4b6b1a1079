import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";

import { createUser } from "~/domain/users/create-user.server";
import type { Context } from "~/platform/context.server";
import { seedAlert } from "../../prisma/seed/seed-alert";
import { seedRule } from "../../prisma/seed/seed-rule";
import { seedWatchlistEntry } from "../../prisma/seed/seed-watchlist-entry";
import type { RunningSentinel } from "../support/sentinel";
import { createTestContext } from "../support/test-context";
import { scanAccessibility } from "./scan-accessibility";
import { openStage, type Stage, shoot, signIn, TREASURY, untilLive } from "./stage";
import { watchConsole } from "./watch-console";

const VIEWER = { email: "vic@sentinel.test", password: "harbour-violet-ninety" };
const HOSTILE = 'First <img src=x onerror="alert(1)">\n\nthird \u202eevil line';

let stage: Stage;
let ctx: Context;
let path: string;

beforeAll(async () => {
  stage = await openStage();
  ctx = createTestContext(await databaseOf(stage.sentinel));
  await createUser(ctx, { actor: { userId: null }, name: "Vic", role: "viewer", ...VIEWER });
  const { id: networkId } = await ctx.db.network.findFirstOrThrow();
  const entry = await seedWatchlistEntry(ctx, { networkId, address: TREASURY.toLowerCase() });
  const rule = await seedRule(ctx, { watchlistId: entry.id });
  const alert = await seedAlert(ctx, { ruleId: rule.id, networkId, watchlistId: entry.id });
  path = `/alerts/${alert.id}`;
});
afterAll(async () => {
  await ctx?.close();
  await stage?.close();
});

const panel = (page: Page) => page.getByRole("region", { name: "Comments" });
const said = (page: Page) => panel(page).getByRole("listitem");

test("a comment is written with the keyboard alone, and whoever looks sees it live, hostile text and all", async () => {
  const [writer, reader] = [await stage.open(), await stage.open({ signedIn: false, theme: "light" })];
  const complaints = [...watchConsole(writer), ...watchConsole(reader)];
  await signIn(reader, VIEWER);
  for (const page of [writer, reader]) {
    await page.goto(path);
    await untilLive(page);
    await panel(page).getByText("Nobody has said anything yet.").waitFor();
  }
  await shoot(writer, "comments-none");
  await writer.keyboard.press("c");
  await writer.keyboard.type("typed");
  await writer.getByLabel("Comment", { exact: true }).fill(HOSTILE);
  await writer.keyboard.press("ControlOrMeta+Enter");
  for (const page of [writer, reader]) {
    await said(page).first().waitFor();
    expect(await said(page).count()).toBe(1);
    expect(await said(page).locator("img").count()).toBe(0);
    await panel(page).getByText("⟨U+202E⟩evil line").waitFor();
    await page.getByText("Admin commented").waitFor();
    expect(await scanAccessibility(page)).toEqual([]);
  }
  expect(await writer.getByLabel("Comment", { exact: true }).inputValue()).toBe("");
  expect(await panel(reader).getByRole("textbox").count()).toBe(0);
  await panel(writer).scrollIntoViewIfNeeded();
  await shoot(writer, "comments-dark");
  await panel(reader).scrollIntoViewIfNeeded();
  await shoot(reader, "comments-viewer-light");
  expect(complaints).toEqual([]);
  await writer.context().close();
  await reader.context().close();
});

test("a phone without scripts: a comment is sent, sending the page once more says nothing twice, and too much is said", async () => {
  const page = await stage.open({ size: "phone", scripts: false });
  await page.goto(path);
  const before = await said(page).count();
  const field = page.getByLabel("Comment", { exact: true });
  await field.fill(Array.from({ length: 30 }, (_, line) => `line ${line + 1}`).join("\n"));
  await panel(page).getByRole("button", { name: "Comment" }).click();
  await page.waitForURL(`**${path}#comments`);
  expect(await said(page).count()).toBe(before + 1);
  await page.reload();
  expect(await said(page).count()).toBe(before + 1);
  await shoot(page, "comments-phone");
  const refused = await page.request.post(path, {
    form: { intent: "comment", body: "x".repeat(5_001) },
    headers: { Origin: stage.sentinel.url },
  });
  expect(await refused.text()).toContain("must be at most 5,000 characters");
  await page.context().close();
});

test("on a phone, in the light, a long comment opens", async () => {
  const page = await stage.open({ size: "phone", theme: "light" });
  await page.goto(path);
  await untilLive(page);
  await panel(page).scrollIntoViewIfNeeded();
  await shoot(page, "comments-phone-light");
  expect(await panel(page).getByText("line 30").count()).toBe(0);
  await panel(page).getByRole("button", { name: "Show all" }).click();
  await panel(page).getByText("line 30").waitFor();
  await page.context().close();
});

async function databaseOf({ logs, dataDir }: RunningSentinel): Promise<string> {
  const port = /"port":(\d+)[^\n]*embedded database started/.exec(logs())?.[1] ?? "";
  const password = (await readFile(join(dataDir, "postgres-password"), "utf8")).trim();
  return `postgresql://sentinel:${password}@127.0.0.1:${port}/sentinel`;
}
