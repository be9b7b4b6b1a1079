import type { Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";

import { waitFor } from "../support/wait-for";
import { scanAccessibility } from "./scan-accessibility";
import { ATTACKER, openStage, SIZES, type Stage, shoot, TREASURY } from "./stage";
import { watchConsole } from "./watch-console";

const ABI = [
  "function withdraw(address to, uint256 amount)",
  "event OwnershipTransferred(address indexed previousOwner, address indexed newOwner)",
];
/** EIP-1967: where a proxy keeps its admin, and its implementation. */
const ADMIN_SLOT = "0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103";
const IMPLEMENTATION_SLOT = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";
const CODE_OF_NOTHING = "0x00";

let stage: Stage;
let entryId: string;

beforeAll(async () => {
  stage = await openStage();
  const store = (slot: string) =>
    stage.chain.rpc("anvil_setStorageAt", [TREASURY, slot, `0x${ATTACKER.slice(2).toLowerCase().padStart(64, "0")}`]);
  await stage.chain.rpc("anvil_setCode", [TREASURY, CODE_OF_NOTHING]);
  await store(ADMIN_SLOT);
  await store(IMPLEMENTATION_SLOT);
  const entry = { name: "Treasury Vault", network: "demo", address: TREASURY, abi: ABI };
  ({ id: entryId } = await stage.call<{ id: string }>("/v1/watchlists", entry));
});
afterAll(() => stage?.close());

/** The form of a new rule on the treasury, with what every rule needs. */
async function openRuleForm(name: string): Promise<Page> {
  const page = await stage.open();
  await page.goto(`/rules/new?watchlistId=${entryId}`);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("group", { name: "Severity" }).getByText("High").click();
  return page;
}

async function ruleNamed(name: string) {
  const { data } = await stage.call<{ data: { id: string; name: string }[] }>("/v1/rules");
  const found = data.find((rule) => rule.name === name);
  if (!found) throw new Error(`no rule is called ${name}`);
  return found;
}

test("an address list is made, corrected, searched and changed", async () => {
  const page = await stage.open();
  const complaints = watchConsole(page);
  await page.goto("/lists");
  await page.getByText("No list yet").waitFor();
  await page.getByRole("link", { name: "New list" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill("ours");
  await page.getByLabel("Addresses").fill(`${ATTACKER} the operator\n0x12`);
  await page.getByRole("button", { name: "Make the list" }).click();
  const addresses = page.getByLabel("Addresses");
  await waitFor(async () => (await addresses.getAttribute("aria-invalid")) === "true", { describe: "the error" });
  await shoot(page, "list-error");
  await addresses.fill(`${ATTACKER} the operator\n${TREASURY}, the vault`);
  await page.getByRole("button", { name: "Make the list" }).click();

  await page.getByRole("heading", { level: 1, name: "@ours" }).waitFor();
  await page.getByRole("row", { name: /Treasury Vault.*0x0000/ }).waitFor();
  await page.getByRole("searchbox", { name: "Search addresses" }).fill(ATTACKER.slice(0, 8));
  await page.keyboard.press("Enter");
  await page.getByText("1 of 2").waitFor();
  await page.getByRole("button", { name: `Remove ${ATTACKER}` }).click();
  await page.getByText("No such address in the list").waitFor();
  await page.goto("/lists");
  await page.getByRole("row", { name: /@ours.*1/ }).waitFor();
  await shoot(page, "lists");
  expect(complaints.filter((text) => !text.includes("status of 400"))).toEqual([]);
  await page.context().close();
});

test("a condition is checked while it is written, against the contract's ABI and the saved lists", async () => {
  const page = await openRuleForm("Large withdrawal to a stranger");
  const complaints = watchConsole(page);
  await page.getByRole("textbox", { name: /^Function(?! to call)/ }).fill("withdraw");
  const condition = page.getByLabel("Condition");
  await condition.fill("amuont > 5 ether AND to not in @ours");
  const error = page.locator(`[id="${await condition.getAttribute("id")}-error"]`);
  await error.getByText(/amuont/).waitFor();
  expect(await page.locator("mark").textContent()).toBe("amuont");
  expect(await condition.getAttribute("aria-invalid")).toBe("true");
  expect(await scanAccessibility(page)).toEqual([]);
  await condition.scrollIntoViewIfNeeded();
  await shoot(page, "condition-error");

  await condition.fill("amount > 5 ether AND to not in @theirs");
  await error.getByText(/theirs/).waitFor();
  await condition.fill("amount > 5 ether AND to not in @ours");
  await page.getByText("It fits").waitFor();
  expect(await error.count()).toBe(0);
  await page.getByText("amount (uint256)").waitFor();
  await page.getByRole("button", { name: "Create the rule" }).click();
  await page.waitForURL("**/rules");
  await page
    .getByRole("row", { name: /Large withdrawal.*withdraw.*if amount > 5 ether AND to not in @ours/ })
    .waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
});

test("a condition that is wrong is refused where it is wrong, before any script runs too", async () => {
  const page = await stage.open({ scripts: false });
  const { id } = await ruleNamed("Large withdrawal to a stranger");
  await page.goto(`/rules/${id}`);
  await page.getByLabel("Condition").fill("amount > 5 ether AND\nto not in @theirs");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText(/There is no address list @theirs/).waitFor();
  expect(await page.locator("mark").textContent()).toContain("theirs");
  expect(await page.getByLabel("Condition").inputValue()).toContain("@theirs");
  await page.context().close();
});

test("a list that a condition names can't be deleted", async () => {
  const page = await stage.open();
  await page.goto("/lists");
  await page.getByRole("link", { name: "@ours" }).click();
  await page.getByRole("button", { name: "Delete the list" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  const refusal = page.getByRole("alert").getByText(/Large withdrawal to a stranger/);
  await refusal.waitFor();
  const isInView = async () => {
    const box = await refusal.boundingBox();
    return box !== null && box.y > 0 && box.y + box.height < SIZES.wide.height;
  };
  await waitFor(isInView, { describe: "the refusal is in view" });
  await shoot(page, "list-in-use");
  await page.context().close();
});

test("a rule of an event is made by keyboard from the contract's own events", async () => {
  const page = await openRuleForm("Ownership has moved");
  await page.getByRole("radio", { name: /^A call/ }).focus();
  await page.keyboard.press("ArrowDown");
  const event = page.getByRole("textbox", { name: "Event" });
  await event.waitFor();
  expect(await page.getByLabel("How early").isVisible()).toBe(false);
  await page
    .getByRole("button", { name: /^OwnershipTransferred/ })
    .first()
    .focus();
  await page.keyboard.press("Enter");
  expect(await event.inputValue()).toContain("OwnershipTransferred(");
  await page.getByRole("button", { name: "Create the rule" }).click();
  await page.waitForURL("**/rules");
  await page.getByRole("row", { name: /Ownership has moved.*OwnershipTransferred.*event/ }).waitFor();
  await page.context().close();
});

test("a threshold needs its window, and is told in the list", async () => {
  const page = await openRuleForm("Three withdrawals");
  await page.getByRole("textbox", { name: /^Function(?! to call)/ }).fill("withdraw");
  await page.getByLabel("Only after").fill("3");
  await page.getByRole("button", { name: "Create the rule" }).click();
  await page.getByText("Say within how many seconds.").waitFor();
  await page.getByLabel("Within").fill("600");
  await page.getByLabel("Counted").selectOption({ label: "For each sender" });
  await page.getByRole("button", { name: "Create the rule" }).click();
  await page.waitForURL("**/rules");
  await page.getByRole("row", { name: /Three withdrawals.*3 in 10 min/ }).waitFor();
  await shoot(page, "rules-detection");
  await page.context().close();
});

test("a rule is tried on a transaction: what matches, what nearly does, and what is none", async () => {
  const { id } = await ruleNamed("Large withdrawal to a stranger");
  const page = await stage.open();
  await page.goto(`/rules/${id}`);
  await page.getByRole("link", { name: "Try it" }).click();
  const given = page.getByRole("textbox", { name: "Transaction" });
  const ask = async (text: string) => {
    await given.fill(text);
    await page.getByRole("button", { name: "Try it" }).click();
  };
  await ask(withdrawal(10n ** 19n));
  await page.getByText("It matches.").waitFor();
  await ask(withdrawal(5n));
  await page.getByText("It does not match.").waitFor();
  await page.getByText("this alone kept it from matching").waitFor();
  await page.getByText("> 5,000,000,000,000,000,000").waitFor();
  expect(await scanAccessibility(page)).toEqual([]);
  await shoot(page, "rule-try-near-miss");
  await ask("0x1234");
  await waitFor(async () => (await given.getAttribute("aria-invalid")) === "true", { describe: "the error" });
  expect(await page.getByText("It does not match.").count()).toBe(0);
  await page.context().close();
});

test("a replay of blocks tells its progress and what it found", async () => {
  const { id } = await ruleNamed("Large withdrawal to a stranger");
  const page = await stage.open();
  await page.goto(`/rules/${id}/try`);
  await page.getByText("Blocks", { exact: true }).click();
  await page.getByLabel("From block").fill("9");
  await page.getByLabel("To block").fill("0");
  await page.getByRole("button", { name: "Replay", exact: true }).click();
  await page.getByText("It must not be before the first block").waitFor();
  await page.getByLabel("From block").fill("0");
  await page.getByRole("button", { name: "Replay", exact: true }).click();
  await page.getByText("Nothing matched. The rule would have been silent.").waitFor();
  expect(await page.getByRole("progressbar").getAttribute("aria-valuenow")).toBe("100");
  await shoot(page, "rule-replay");
  await page.context().close();
});

test("a contract's page tells who controls it and how much of its traffic could be warned of", async () => {
  await stage.attack("approve");
  await waitFor(
    async () => {
      const { data } = await stage.call<{ data: { health: { report: { transactions: number } | null } }[] }>(
        "/v1/networks",
      );
      return (data[0]?.health.report?.transactions ?? 0) > 0;
    },
    { timeoutMs: 15_000, describe: "the transaction is seen pending" },
  );
  await stage.chain.rpc("evm_mine");
  const coverage = () => stage.call<{ total: { mined: number } }>(`/v1/watchlists/${entryId}/coverage`);
  await waitFor(async () => (await coverage()).total.mined > 0, { timeoutMs: 20_000, describe: "it is counted" });

  const page = await stage.open();
  await page.goto(`/watchlists/${entryId}`);
  await page.getByText(/The one mined transaction was seen .* before its block/).waitFor();
  const control = page.getByRole("region", { name: "Who controls it" });
  await control.getByText("proxy admin of").waitFor();
  await control.getByText("implementation of").waitFor();
  await control.getByText(/look at the contract alone/).waitFor();
  await control.getByRole("button", { name: "Ask again" }).click();
  await page.getByRole("switch", { name: /Also watch who controls it/ }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await control.getByText("Rules on this contract also look at those who control it.").waitFor();
  expect(await scanAccessibility(page)).toEqual([]);
  await control.scrollIntoViewIfNeeded();
  await shoot(page, "contract-control");
  await page.context().close();
});

/** As a node shows it: `withdraw(ATTACKER, amount)`. */
function withdrawal(amount: bigint): string {
  const input = `0xf3fef3a3${ATTACKER.slice(2).toLowerCase().padStart(64, "0")}${amount.toString(16).padStart(64, "0")}`;
  return JSON.stringify({ from: ATTACKER, to: TREASURY, nonce: "0x0", gas: "0x5208", value: "0x0", input });
}
