import { expect, test } from "vitest";

import { checkRuleForm } from "./check-rule-form";

const abi = [
  { type: "function", name: "drain", inputs: [{ name: "amount", type: "uint256" }] },
  { type: "event", name: "Drained", inputs: [{ name: "wad", type: "uint256" }] },
];
const ask = (fields: Record<string, string>) => {
  const form = new FormData();
  const given = { trigger: "call", stage: "pending", ...fields };
  for (const [name, value] of Object.entries(given)) form.set(name, value);
  return checkRuleForm(form, { abi, lists: new Set(["treasury"]) });
};

test("a condition that fits says so, and what it may name", () => {
  const answer = ask({ signature: "drain", condition: "amount > 5 ether AND to in @treasury" });
  expect(answer).toMatchObject({ error: null, fits: true, waitsFor: null, parameters: ["amount (uint256)"] });
});

test("what is wrong has its place in the text as the author sees it", () => {
  const answer = ask({ signature: "drain", condition: "amount > 5\r\nAND amuont > 6" });
  expect(answer.text).toBe("amount > 5\nAND amuont > 6");
  expect(answer.error).toMatchObject({ position: { start: 15, end: 21 } });
  expect(answer.fits).toBe(false);
});

test("of an event its own parameters count, and it is of mined transactions", () => {
  const answer = ask({ trigger: "event", event: "Drained", signature: "drain", condition: "wad > 5 AND gas_used > 1" });
  expect(answer).toMatchObject({ fits: true, parameters: ["wad (uint256)"] });
  expect(ask({ signature: "drain", condition: "gas_used > 1" }).error).not.toBeNull();
});

test("nothing is said while the function is not known, or there is no condition", () => {
  expect(ask({ signature: "drane", condition: "amount > 5" })).toMatchObject({ error: null, fits: false });
  expect(ask({ signature: "drane", condition: "amount > 5" }).waitsFor).toContain("function");
  expect(ask({ trigger: "event", event: "", condition: "wad > 5" }).waitsFor).toContain("event");
  expect(ask({ condition: " " })).toMatchObject({ error: null, fits: false, waitsFor: null });
});
