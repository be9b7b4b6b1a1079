import { expect, test } from "vitest";

import { checkRuleLook } from "~/domain/rules/check-rule-look";
import { completeRuleLook } from "~/domain/rules/rule-look";
import { suggestFromAbi, suggestFromTemplates } from "./rule-suggestions";

test("every suggestion is a rule that can be saved, also on a contract with no ABI", () => {
  const suggestions = suggestFromTemplates();
  expect(suggestions.length).toBeGreaterThan(150);
  const surroundings = { isWholeNetwork: false, abi: null, lists: new Set<string>() };
  const refused = suggestions.flatMap(({ trigger, text, condition }) => {
    const named = trigger === "call" ? { signature: text } : { event: text };
    const errors = checkRuleLook(completeRuleLook({ trigger, ...named, condition }, null), surroundings);
    return errors.map(({ detail }) => `${text} if ${condition}: ${detail}`);
  });
  expect(refused).toEqual([]);
});

test("of an ABI the dangerous functions come first, with what is known of them, and events last", () => {
  const abi = ["function harmless()", "event Drained(uint256 wad)", "function renounceOwnership()"];
  const offered = suggestFromAbi(abi).map(({ trigger, text, severity }) => [trigger, text, severity !== null]);
  expect(offered).toEqual([
    ["call", "renounceOwnership()", true],
    ["call", "harmless()", false],
    ["event", "Drained(uint256)", false],
  ]);
});
