import { afterAll, beforeAll, expect, test } from "vitest";

import { lookAt } from "./look-at";
import { openStage, type Stage, shoot, TREASURY } from "./stage";
import { watchConsole } from "./watch-console";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  const entry = await stage.call<{ id: string }>("/v1/watchlists", {
    name: "Treasury",
    network: "demo",
    address: TREASURY,
  });
  const made = await stage.call<{ id: string }>("/v1/rules", {
    name: "Owner leaves",
    watchlistId: entry.id,
    signature: "renounceOwnership()",
    severity: "critical",
  });
  const token = await stage.sentinel.token();
  await fetch(`${stage.sentinel.url}/v1/rules/${made.id}`, {
    method: "PATCH",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ severity: "high" }),
  });
});
afterAll(() => stage?.close());

test("what somebody changed is found by keyboard, with what stood there before", async () => {
  const page = await stage.open();
  const complaints = watchConsole(page);
  await page.getByText("Live updates: Live").waitFor({ state: "attached" });
  await page.keyboard.press("g");
  await page.keyboard.press("u");
  await page.getByRole("heading", { name: "Audit log", level: 1 }).waitFor();
  await page.getByLabel("What").selectOption("rule.*");
  await page.waitForURL(/action=rule/);
  const changed = page.locator("summary", { hasText: "changed the rule" });
  await changed.focus();
  await page.keyboard.press("Enter");
  const diff = page.getByRole("table", { name: "What changed" }).first();
  await diff.getByText("critical").waitFor();
  expect(await diff.textContent()).toMatch(/severity\s*critical\s*high/);
  await shoot(page, "audit-diff");
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("the chain is verified by a click", async () => {
  const page = await stage.open();
  await page.goto("/audit");
  await page.getByRole("button", { name: "Verify now" }).click();
  await page.getByText(/The chain holds: [\d,]+ entries were checked/).waitFor();
  await page.getByText(/Verified to #\d+/).waitFor();
  await page.context().close();
});

test("the log is downloaded as far as the filter goes", async () => {
  const page = await stage.open();
  await page.goto("/audit?action=rule.*");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "JSONL" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^sentinel-audit-.*\.jsonl$/);
  const stream = await download.createReadStream();
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  const lines = Buffer.concat(chunks).toString("utf8").trim().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as { action: string }).action).sort()).toEqual([
    "rule.created",
    "rule.updated",
  ]);
  await page.context().close();
});

test("the audit log holds in both themes and sizes, without scripts too", async () => {
  const page = await stage.open();
  await page.goto("/audit");
  expect(await lookAt(page, `audit`)).toEqual([]);
  await page.locator("summary", { hasText: "changed the rule" }).click();
  expect(await lookAt(page, `audit-open`)).toEqual([]);
  await page.context().close();
  const plain = await stage.open({ scripts: false });
  await plain.goto("/audit?action=rule.*");
  await plain.locator("summary", { hasText: "changed the rule" }).click();
  await plain.getByRole("table", { name: "What changed" }).first().getByText("critical").waitFor();
  await plain.context().close();
});
