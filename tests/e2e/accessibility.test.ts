import { afterAll, beforeAll, expect, test } from "vitest";

import { waitFor } from "../support/wait-for";
import { scanAccessibility } from "./scan-accessibility";
import { openStage, type Stage, shoot, type Theme, TREASURY } from "./stage";

let stage: Stage;
let paths: Record<string, string>;

beforeAll(async () => {
  stage = await openStage();
  const entry = await stage.call<{ id: string }>("/v1/watchlists", {
    name: "Treasury Vault",
    network: "demo",
    address: TREASURY,
    tags: ["treasury"],
  });
  const channel = await stage.call<{ id: string }>("/v1/notifications/channels", {
    type: "webhook",
    name: "Incident bridge",
    config: { url: "https://hooks.example.com/sentinel" },
  });
  const rule = await stage.call<{ id: string }>("/v1/rules", {
    name: "Ownership given up",
    watchlistId: entry.id,
    signature: "renounceOwnership",
    severity: "critical",
  });
  const list = await stage.call<{ id: string }>("/v1/address-lists", { name: "treasury", description: "Our wallets" });
  await stage.call(`/v1/address-lists/${list.id}/addresses`, { add: [TREASURY] });
  const alertId = await waitFor(
    async () => {
      const { data } = await stage.call<{ data: { id: string }[] }>("/v1/alerts");
      if (data[0]) return data[0].id;
      await stage.attack("renounceOwnership");
      return undefined;
    },
    { timeoutMs: 15_000, intervalMs: 700, describe: "an alert" },
  );
  paths = {
    alerts: "/alerts",
    "alerts-nothing": "/alerts?q=nothing-like-this",
    alert: `/alerts/${alertId}`,
    watchlists: "/watchlists",
    "watchlist-new": "/watchlists/new",
    "watchlist-entry": `/watchlists/${entry.id}`,
    rules: "/rules",
    "rule-new": "/rules/new",
    rule: `/rules/${rule.id}`,
    "rule-try": `/rules/${rule.id}/try`,
    lists: "/lists",
    "list-new": "/lists/new",
    list: `/lists/${list.id}`,
    channels: "/channels",
    "channel-new": "/channels/new?type=webhook",
    "channel-new-telegram": "/channels/new?type=telegram",
    "channel-new-email": "/channels/new?type=email",
    deliveries: "/deliveries",
    silences: "/silences",
    "silence-new": "/silences/new",
    escalations: "/escalations",
    "escalation-new": "/escalations/new",
    account: "/account",
    channel: `/channels/${channel.id}`,
    networks: "/networks",
    missing: "/alerts/01a20c50-0000-7000-8000-000000000000",
  };
});
afterAll(() => stage?.close());

for (const theme of ["dark", "light"] as const satisfies Theme[]) {
  test(`no page has a serious accessibility finding in the ${theme} theme`, { timeout: 120_000 }, async () => {
    const page = await stage.open({ theme, signedIn: false });
    const findings: Record<string, string[]> = {};
    await page.goto("/sign-in");
    findings["sign-in"] = await scanAccessibility(page);
    await page.context().close();

    const inside = await stage.open({ theme });
    for (const [name, path] of Object.entries(paths)) {
      await inside.goto(path);
      await inside.getByRole("heading", { level: 1 }).first().waitFor();
      findings[name] = await scanAccessibility(inside);
      await shoot(inside, `${name}-${theme}`);
    }
    await inside.context().close();
    expect(Object.entries(findings).filter(([, found]) => found.length > 0)).toEqual([]);
  });

  test(`pages fit a phone in the ${theme} theme: nothing scrolls sideways`, { timeout: 120_000 }, async () => {
    const page = await stage.open({ theme, size: "phone" });
    const wide: string[] = [];
    for (const [name, path] of Object.entries(paths)) {
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (overflow > 0) wide.push(`${name}: ${overflow} px`);
      await shoot(page, `${name}-${theme}-phone`);
    }
    await page.context().close();
    expect(wide).toEqual([]);
  });
}
