import { expect, test } from "vitest";
import { z } from "zod";

import { resolveEvent } from "~/domain/signatures/resolve-event";
import { resolveSignature } from "~/domain/signatures/resolve-signature";
import type { FunctionInput } from "~/domain/transactions/resolved-function";
import { listRuleTemplates } from "./list-rule-templates";
import { RuleTemplate } from "./rule-template";

const templates = listRuleTemplates();
const WORDS = new Set(["OR", "AND", "NOT", "in", "true", "false", "length", "days", "ether"]);

/** The names that a condition's variables begin with, and those after a dot. */
function namesIn(condition: string | null): string[] {
  const words = (condition ?? "").match(/(?<![\w.])[A-Za-z_]\w*(?:\.\w+)*/g) ?? [];
  return words.filter((word) => !WORDS.has(word));
}

function has(inputs: readonly FunctionInput[], path: string[]): boolean {
  const [first, ...rest] = path;
  const input = inputs.find(({ name }) => name === first);
  return input !== undefined && (rest.length === 0 || has(input.components ?? [], rest));
}

test("there are at least 40 functions in every group, and the built-ins that have no signature", () => {
  z.array(RuleTemplate).parse(templates);
  expect(templates.filter((template) => template.selector !== null).length).toBeGreaterThanOrEqual(40);
  const categories = new Set(templates.map((template) => template.category));
  for (const category of [
    "ownership",
    "upgrade",
    "roles",
    "pause",
    "mint",
    "drain",
    "approvals",
    "safe",
    "timelock",
    "governance",
    "oracle",
    "bridge",
  ] as const) {
    expect(categories.has(category), category).toBe(true);
  }
  for (const trigger of ["event", "mention", "implementation_changed", "delegation_changed"] as const) {
    expect(templates.some((template) => template.trigger === trigger)).toBe(true);
  }
});

test("titles tell the templates apart", () => {
  const titles = templates.map(({ title }) => title);
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
});

test("what a condition names the function has, and the declaration keeps its names under any ABI", () => {
  for (const { signature, declaration, selector, condition } of templates) {
    if (signature === null || declaration === null) continue;
    for (const written of [signature, declaration]) {
      const resolved = resolveSignature({ signature: written, abi: null });
      const [fn] = resolved.ok ? resolved.functions : [];
      expect(fn, written).toMatchObject({ selector, signature });
      for (const name of namesIn(condition))
        expect(has(fn?.inputs ?? [], name.split(".")), `${written}: ${name}`).toBe(true);
    }
  }
});

test("what an event's condition names every layout of the event has", () => {
  for (const { event, trigger, condition, eventCondition } of templates) {
    if (event === null) continue;
    const resolved = resolveEvent({ event, abi: null });
    expect(resolved.ok ? resolved.events.length : 0, event).toBeGreaterThan(0);
    for (const { inputs } of resolved.ok ? resolved.events : []) {
      for (const name of namesIn(trigger === "event" ? condition : eventCondition)) {
        expect(has(inputs, name.split(".")), `${event}: ${name}`).toBe(true);
      }
    }
  }
});

test("transfers and approvals never come without a condition on an argument", () => {
  const noisy = [
    "transfer(address,uint256)",
    "transferFrom(address,address,uint256)",
    "approve(address,uint256)",
    "setApprovalForAll(address,bool)",
  ];
  for (const signature of noisy) {
    const template = templates.find((candidate) => candidate.signature === signature);
    expect(template?.condition, signature).not.toBeNull();
    expect(template?.eventCondition, signature).not.toBeNull();
  }
  const logs = templates.filter(({ event }) => /^(Transfer|Approval|TransferSingle)\(/.test(event ?? ""));
  for (const { event, trigger, condition, eventCondition } of logs) {
    expect(trigger === "event" ? condition : eventCondition, event ?? "").not.toBeNull();
  }
});
