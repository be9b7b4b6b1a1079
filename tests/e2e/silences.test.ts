import { afterAll, beforeAll, expect, test } from "vitest";

import { waitFor } from "../support/wait-for";
import { openStage, type Stage, shoot, TREASURY, untilLive } from "./stage";
import { watchConsole } from "./watch-console";

interface Made {
  id: string;
}

let stage: Stage;
let rule: Made;

beforeAll(async () => {
  stage = await openStage();
  const entry = await stage.call<Made>("/v1/watchlists", {
    name: "Treasury Vault",
    network: "demo",
    address: TREASURY,
  });
  const watched = { watchlistId: entry.id, signature: "renounceOwnership", severity: "critical" };
  rule = await stage.call<Made>("/v1/rules", { ...watched, name: "Ownership renounced" });
  await stage.call("/v1/rules", {
    ...watched,
    signature: "approve(address,uint256)",
    severity: "low",
    name: "Approvals",
  });
  // The worker takes the rules over within two seconds.
  await waitFor(
    async () => {
      await stage.attack("renounceOwnership");
      return (await stage.call<{ data: unknown[] }>("/v1/alerts")).data.length > 0;
    },
    { timeoutMs: 10_000, describe: "the attack is recognised" },
  );
});
afterAll(() => stage?.close());

const silences = () => stage.call<{ data: { id: string; state: string }[] }>("/v1/silences");

test("a silence is made with a look at what it hides, marks its rule, is prolonged and ended", async () => {
  const page = await stage.open();
  const problems = watchConsole(page);
  await untilLive(page);
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await page.getByText("Nothing is silenced").waitFor();
  await shoot(page, "silences-empty");
  await page.getByRole("link", { name: "New silence" }).first().click();
  await page.getByText("Choose a rule, a contract").waitFor();
  await page.getByLabel("Rule", { exact: true }).selectOption({ label: "Ownership renounced · Critical" });
  await page.getByText(/would have hidden \d critical alert/).waitFor();
  await page.getByText("4 hours", { exact: true }).click();
  await shoot(page, "silence-new");
  await page.getByRole("button", { name: "Silence them" }).click();
  await page.getByText("It must not be empty").waitFor();
  await page.getByLabel("Reason").fill("Planned upgrade, OPS-112");
  await page.getByRole("button", { name: "Silence them" }).click();
  await page.waitForURL("**/silences");
  await page.getByRole("row", { name: /Ownership renounced.*OPS-112.*in 3 h/ }).waitFor();
  await shoot(page, "silences");

  await page.goto("/rules");
  await page
    .getByRole("row", { name: /Ownership renounced/ })
    .getByText(/Silenced, ends in 3 h/)
    .waitFor();
  expect(
    await page
      .getByRole("row", { name: /Approvals/ })
      .getByText(/ilenced/)
      .count(),
  ).toBe(0);
  await shoot(page, "rules-silenced");

  await page.getByRole("link", { name: /Silenced, ends/ }).click();
  await page.getByLabel("Ends (UTC)").fill("2099-01-01T10:00");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText(/must be at most a year after the start/).waitFor();
  await page.getByText("24 hours").click();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved.").waitFor();
  await shoot(page, "silence-edit");
  await page.getByRole("button", { name: "End now" }).click();
  await page.waitForURL("**/silences");
  await page.getByText("Nothing: everybody is told of everything.").waitFor();
  expect((await silences()).data.map(({ state }) => state)).toEqual(["expired"]);
  // The browser reports each form that was refused.
  expect(problems.filter((text) => !text.includes("400 (Bad Request)"))).toEqual([]);
  await page.context().close();
});

test("without scripts the form is filled in by a link, shows what it hides, and makes a silence", async () => {
  const page = await stage.open({ scripts: false });
  await page.goto(`/silences/new?ruleId=${rule.id}&span=60`);
  await page.getByText(/would have hidden \d critical alert/).waitFor();
  await page.getByLabel("Rule", { exact: true }).selectOption({ label: "Approvals · Low" });
  await page.getByRole("button", { name: "See what it hides" }).click();
  await page.getByText("Nothing like it has happened.").waitFor();
  await page.getByLabel("Reason").fill("Noise");
  await page.getByRole("button", { name: "Silence them" }).click();
  await page.waitForURL("**/silences");
  await page.getByRole("row", { name: /Approvals.*Noise/ }).waitFor();
  await page.getByRole("button", { name: /^End now/ }).click();
  await page.getByText("Nothing: everybody is told of everything.").waitFor();
  await page.context().close();
});

test("what made an alert is silenced from its page by keyboard, and one comes back to it", async () => {
  const page = await stage.open();
  const [alert] = (await stage.call<{ data: Made[] }>("/v1/alerts")).data;
  await page.goto(`/alerts/${alert?.id}`);
  await untilLive(page);
  await page.keyboard.press("s");
  await page.keyboard.type("Drill");
  await shoot(page, "silence-menu");
  await page.getByRole("radio", { name: /everything on this contract/ }).check();
  await page.getByRole("button", { name: "Silence for 4 h" }).click();
  await waitFor(async () => (await silences()).data.some(({ state }) => state === "active"), {
    describe: "it is made",
  });
  await page.waitForURL(`**/alerts/${alert?.id}`);
  const [made] = (await stage.call<{ data: { matchers: object; reason: string }[] }>("/v1/silences")).data;
  expect(made).toMatchObject({ matchers: { watchlistId: expect.any(String) }, reason: "Drill" });
  await page.context().close();

  const phone = await stage.open({ size: "phone", theme: "light", scripts: false });
  await phone.goto(`/alerts/${alert?.id}`);
  await phone.locator("summary", { hasText: "Silence:" }).click();
  await shoot(phone, "silence-menu-phone");
  await phone.getByRole("link", { name: "Custom…" }).click();
  await phone.getByRole("heading", { name: "New silence" }).waitFor();
  await phone.context().close();
});

test("a rule says in its form how it is told, and keeps it", async () => {
  const page = await stage.open();
  await page.goto(`/rules/${rule.id}`);
  await page.getByLabel("Gathered for").fill("120");
  await page.getByText("Quiet while another rule fires").click();
  await page.getByRole("checkbox", { name: /Approvals/ }).check();
  await page.getByLabel("Function to call").fill("setPaused(bool)");
  await page.getByRole("button", { name: "Save" }).click();
  await page.locator("#responseArgs-error, [id$=responseArgs-error]").waitFor();
  await page.getByLabel("Arguments").fill("true");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved. The worker takes it over").waitFor();
  await shoot(page, "rule-notification");
  const saved = await stage.call<Record<string, unknown>>(`/v1/rules/${rule.id}`);
  expect(saved).toMatchObject({ groupWaitSeconds: 120, response: { signature: "setPaused(bool)", args: ["true"] } });
  expect(saved.inhibitedBy).toHaveLength(1);
  await page.context().close();
});
