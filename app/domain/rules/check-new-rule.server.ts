import type { DbTransaction } from "~/platform/db.server";
import { channelErrors } from "./channel-errors.server";
import { checkRuleLook } from "./check-rule-look";
import { checkRuleNotification } from "./check-rule-notification.server";
import { holdSavedLists } from "./hold-saved-lists.server";
import { invalidRule } from "./invalid-rule";
import { resolveScope, type Scope } from "./resolve-scope.server";
import type { NewRule } from "./rule";
import { completeRuleLook, type RuleLook } from "./rule-look";

/**
 * Checks a rule that is to be made, or only tried: its scope, what it looks at, its channels, and how it
 * is told. The lists that its condition names are held until the transaction ends.
 *
 * @throws AppError `invalid_input` naming everything that is wrong, or `not_found` (`watchlist_not_found`).
 */
export async function checkNewRule(tx: DbTransaction, input: NewRule): Promise<{ scope: Scope; look: RuleLook }> {
  const found = await resolveScope(tx, input);
  const scope = "scope" in found ? found.scope : null;
  const look = completeRuleLook(input, null);
  const errors = [
    ...("errors" in found ? found.errors : []),
    ...checkRuleLook(look, {
      isWholeNetwork: scope !== null && scope.networkId !== null,
      abi: scope?.abi ?? null,
      lists: await holdSavedLists(tx, look.condition),
    }),
    ...(await channelErrors(tx, input.channels)),
    ...(await checkRuleNotification(tx, input, { rule: null, watchlistId: scope?.watchlistId ?? null })),
  ];
  if (errors.length > 0 || scope === null) throw invalidRule(errors);
  return { scope, look };
}
