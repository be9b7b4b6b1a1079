import { AppError, type FieldError } from "~/domain/errors";
import { checkRuleLook } from "~/domain/rules/check-rule-look";
import type { RuleSide, RuleTrigger } from "~/domain/rules/rule-trigger";
import type { DbTransaction } from "~/platform/db.server";
import { type EntryAbis, unionAbi } from "./union-abi";

/**
 * Makes sure that an entry's new ABIs still have every function, event and parameter that its live rules name: such a
 * rule would silently never match again.
 *
 * @throws AppError `invalid_input` at `/abi`.
 */
export async function requireRulesResolve(tx: DbTransaction, watchlistId: string, abis: EntryAbis): Promise<void> {
  const rules = await tx.rule.findMany({ where: { watchlistId, enabled: true, deletedAt: null } });
  if (rules.length === 0) return;
  const saved = await tx.addressList.findMany({ select: { name: true } });
  const surroundings = { isWholeNetwork: false, abi: unionAbi(abis), lists: new Set(saved.map(({ name }) => name)) };
  for (const rule of rules) {
    const look = { ...rule, trigger: rule.trigger as RuleTrigger, side: rule.side as RuleSide };
    const [error] = checkRuleLook(look, surroundings);
    if (error === undefined) continue;
    const { code, detail } = describe(error, rule);
    throw new AppError("invalid_input", "The ABI is not valid for this entry.", {
      errors: [{ pointer: "/abi", detail: `${detail}; change or disable that rule first`, code }],
    });
  }
}

interface Named {
  name: string;
  signature: string | null;
  event: string | null;
}

function describe({ pointer, detail }: FieldError, { name, signature, event }: Named) {
  if (pointer === "/condition") {
    const what = `does not fit the condition of the rule “${name}”: ${detail.replace(/\.$/, "")}`;
    return { code: "abi_breaks_condition", detail: what };
  }
  const code = pointer === "/event" ? "abi_lacks_event" : "abi_lacks_signature";
  return { code, detail: `lacks “${signature ?? event}”, which the rule “${name}” watches` };
}
