import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";

import { lookAt } from "./look-at";
import { openStage, type Stage, TREASURY } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const FILE = `version: 1
watchlists:
  - name: Treasury
    network: demo
    address: "${TREASURY}"
    tags: [treasury]
rules:
  - name: Owner leaves
    tag: treasury
    signature: renounceOwnership()
    severity: critical
`;

test("a file is planned, then applied; the export brings it back", async () => {
  const page = await stage.open();
  await page.goto("/configuration");
  await page.getByLabel("Configuration, YAML or JSON").fill(FILE.replace("critical", "terrible"));
  await page.getByRole("button", { name: "Show what would change" }).press("Enter");
  await page.getByText("/rules/0/severity").waitFor();
  expect(await page.getByRole("button", { name: "Apply" }).count()).toBe(0);
  await page.getByLabel("Configuration, YAML or JSON").fill(FILE);
  await page.getByRole("button", { name: "Show what would change" }).press("Enter");
  await page.getByText("This is what would change. Nothing was done yet.").waitFor();
  expect((await stage.call<{ data: unknown[] }>("/v1/rules")).data).toEqual([]);
  expect(await lookAt(page, "configuration-plan")).toEqual([]);
  await page.getByRole("button", { name: "Apply" }).press("Enter");
  await page.getByText("Applied.").waitFor();
  expect((await stage.call<{ data: { name: string }[] }>("/v1/rules")).data).toMatchObject([{ name: "Owner leaves" }]);

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "YAML" }).click(),
  ]);
  const exported = await readFile(await download.path(), "utf8");
  expect(exported).toContain("Owner leaves");
  await page
    .getByLabel("Or a file")
    .setInputFiles({ name: "all.yaml", mimeType: "application/yaml", buffer: Buffer.from(exported) });
  await page.getByRole("button", { name: "Show what would change" }).click();
  await page.getByText("Nothing would change: everything is as the file says.").waitFor();
  await page.context().close();
});

test("without scripts too, on a phone in light", async () => {
  const page = await stage.open({ theme: "light", size: "phone", scripts: false });
  await page.goto("/configuration");
  await page.getByLabel("Configuration, YAML or JSON").fill(FILE.replace("severity: critical", "severity: low"));
  await page.getByRole("button", { name: "Show what would change" }).click();
  await page.getByText("This is what would change. Nothing was done yet.").waitFor();
  await page.context().close();
  const looked = await stage.open({ theme: "light", size: "phone" });
  await looked.goto("/configuration");
  expect(await lookAt(looked, "configuration")).toEqual([]);
  await looked.context().close();
});

test("what OpenZeppelin Monitor had is planned, and what has no counterpart is named", async () => {
  const page = await stage.open();
  await page.goto("/configuration");
  const monitor = {
    name: "Owner",
    paused: false,
    networks: ["demo_chain"],
    addresses: [{ address: TREASURY, contract_spec: null }],
    match_conditions: {
      functions: [{ signature: "transferOwnership(address)", expression: null }],
      events: [],
      transactions: [],
    },
    trigger_conditions: [{ script_path: "./filter.py", language: "python", arguments: [], timeout_ms: 1000 }],
    triggers: [],
  };
  const network = {
    network_type: "EVM",
    slug: "demo_chain",
    name: "Demo",
    rpc_urls: [{ type_: "rpc", url: { type: "plain", value: stage.chain.wsUrl }, weight: 100 }],
    chain_id: 31_337,
    block_time_ms: 12_000,
    confirmation_blocks: 12,
    cron_schedule: "0 */1 * * * *",
    store_blocks: false,
  };
  const text = JSON.stringify({ monitors: { owner: monitor }, networks: { demo: network }, triggers: {} });
  await page.getByLabel("Configuration, YAML or JSON").fill(text);
  await page.getByRole("button", { name: "Show what would change" }).press("Enter");
  await page
    .getByText(/filter\.py|trigger_conditions/)
    .first()
    .waitFor();
  await page
    .getByText(/Make the rule/)
    .first()
    .waitFor();
  expect(await lookAt(page, "configuration-monitor")).toEqual([]);
  await page.context().close();
});
