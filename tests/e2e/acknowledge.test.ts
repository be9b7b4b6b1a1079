import { afterAll, beforeAll, expect, test } from "vitest";

import { makeAcknowledgeToken } from "~/domain/alerts/acknowledge-token.server";
import { readOrMakeSecret } from "~/platform/secret-file.server";
import { createSecrets } from "~/platform/secrets.server";
import { waitFor } from "../support/wait-for";
import { scanAccessibility } from "./scan-accessibility";
import { openStage, type Stage, shoot, TREASURY } from "./stage";
import { watchConsole } from "./watch-console";

let stage: Stage;
let channelId: string;

beforeAll(async () => {
  stage = await openStage();
  const entry = await stage.call<{ id: string }>("/v1/watchlists", {
    name: "Treasury Vault",
    network: "demo",
    address: TREASURY,
  });
  const config = { url: "https://hooks.example.com/sentinel" };
  const channel = await stage.call<{ id: string }>("/v1/notifications/channels", {
    type: "webhook",
    name: "Ops room",
    config,
  });
  channelId = channel.id;
  const rule = { name: "Owner", watchlistId: entry.id, signature: "renounceOwnership", severity: "critical" };
  await stage.call("/v1/rules", { ...rule, channels: [channelId] });
});
afterAll(() => stage?.close());

interface ListedAlert {
  id: string;
  status: string;
  acknowledgedVia: { label: string } | null;
}
const readAlert = (id: string) => stage.call<ListedAlert>(`/v1/alerts/${id}`);

/** A link as the message of a new alert carries it. */
async function newLink(): Promise<{ alertId: string; path: string }> {
  const alertId = await waitFor(
    async () => {
      const { data } = await stage.call<{ data: ListedAlert[] }>("/v1/alerts?status=pending");
      if (data[0]) return data[0].id;
      await stage.attack("renounceOwnership");
      return undefined;
    },
    { timeoutMs: 15_000, intervalMs: 700, describe: "an alert" },
  );
  const secrets = createSecrets(readOrMakeSecret(stage.sentinel.dataDir).secret);
  return { alertId, path: `/ack/${makeAcknowledgeToken({ secrets }, { alertId, channelId }, new Date())}` };
}

test("a phone without a session, without scripts: the link shows the alert, one press acknowledges it", async () => {
  const { alertId, path } = await newLink();
  const page = await stage.open({ size: "phone", signedIn: false, scripts: false });
  const answer = await page.goto(path);
  expect(answer?.headers()).toMatchObject({ "cache-control": "no-store", "x-robots-tag": "noindex, nofollow" });
  // The last of the policies counts.
  expect(answer?.headers()["referrer-policy"]).toMatch(/strict-origin$/);
  await page.getByText("Ownership of Treasury Vault is being renounced").waitFor();
  await shoot(page, "acknowledge-phone");
  expect((await readAlert(alertId)).status).toBe("pending");

  await page.getByRole("button", { name: "Acknowledge" }).click();
  await page.getByRole("heading", { name: "Acknowledged" }).waitFor();
  await page.getByText("somebody with the link sent to “Ops room”").waitFor();
  expect(await page.getByRole("button", { name: "Acknowledge" }).count()).toBe(0);
  await shoot(page, "acknowledge-done-phone");
  expect(await readAlert(alertId)).toMatchObject({ status: "acknowledged", acknowledgedVia: { label: "Ops room" } });
  await page.reload();
  await page.getByRole("heading", { name: "Acknowledged" }).waitFor();
  await page.context().close();
});

test("who is signed in is named, on the page and on the alert's", async () => {
  const { alertId, path } = await newLink();
  const page = await stage.open({ theme: "light" });
  const complaints = watchConsole(page);
  await page.goto(path);
  await page.getByText("You acknowledge it as Admin").waitFor();
  expect(await scanAccessibility(page)).toEqual([]);
  await shoot(page, "acknowledge-signed-in");
  await page.getByRole("button", { name: "Acknowledge" }).press("Enter");
  await page.getByRole("heading", { name: "Acknowledged" }).waitFor();
  expect(await readAlert(alertId)).toMatchObject({ status: "acknowledged", acknowledgedVia: null });
  await page.getByRole("link", { name: "Open the alert" }).click();
  await page.getByText("Acknowledged by").first().waitFor();
  await shoot(page, "acknowledged-alert");
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("a link that is not one says so, and what to do", async () => {
  const page = await stage.open({ signedIn: false });
  const answer = await page.goto("/ack/not-a-link");
  expect(answer?.status()).toBe(404);
  await page.getByRole("heading", { name: "This link doesn’t work" }).waitFor();
  await shoot(page, "acknowledge-forged");
  expect(await scanAccessibility(page)).toEqual([]);
  await page.context().close();
});
