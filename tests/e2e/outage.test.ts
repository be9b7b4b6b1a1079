import { afterAll, beforeAll, expect, test } from "vitest";

import { scanAccessibility } from "./scan-accessibility";
import { openStage, type Stage, shoot, untilLive } from "./stage";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

test("a network that nothing listens to any more is told on every page, with since when and why", async () => {
  const page = await stage.open({ theme: "light" });
  await untilLive(page);
  await stage.chain.stop();
  const banner = page.getByRole("status", { name: "System messages" });
  await banner.getByText(/Demo (isn't being|hasn't been) watched/).waitFor({ timeout: 40_000 });
  await page.getByText("Demo down").waitFor();
  await shoot(page, "network-down");
  expect(await scanAccessibility(page)).toEqual([]);

  await banner.getByRole("link", { name: "See its endpoints" }).click();
  const endpoint = page.getByRole("article", { name: /127\.0\.0\.1/ });
  await endpoint.getByText("Reconnecting").waitFor();
  await page.getByText(/, still$/).waitFor();
  await shoot(page, "network-down-endpoints");
  await page.context().close();
});

test("a Sentinel that hangs with its connections open isn't called live", async () => {
  const page = await stage.open();
  await untilLive(page);
  process.kill(stage.sentinel.pid, "SIGSTOP");
  try {
    await page.getByText("Sentinel unreachable").waitFor({ timeout: 30_000 });
    expect(await page.getByText(/^Live updates: /).textContent()).toBe("Live updates: Reconnecting");
  } finally {
    process.kill(stage.sentinel.pid, "SIGCONT");
  }
  await page.getByText("Sentinel unreachable").waitFor({ state: "detached", timeout: 30_000 });
  await untilLive(page);
  await page.context().close();
});

test("when Sentinel itself is gone the open page says so and keeps what it shows", async () => {
  const page = await stage.open();
  await untilLive(page);
  await stage.sentinel.kill9();
  await page.getByText("Live updates: Reconnecting").waitFor({ state: "attached" });
  await page.getByText("Sentinel unreachable").waitFor({ timeout: 30_000 });
  await page
    .getByRole("status", { name: "System messages" })
    .getByText(/hasn't answered this browser for/)
    .waitFor();
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Alerts");
  await shoot(page, "sentinel-unreachable");
  await page.context().close();
});
