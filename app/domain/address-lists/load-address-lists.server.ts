import type { AddressLists } from "~/domain/conditions/condition-subject";
import type { Context } from "~/platform/context.server";

/** One text a list, see `loadRuleSources`. What stands in quotes after an @ costs a list, and harms nothing. */
const SELECT = `
  SELECT name, coalesce(string_agg(address, ','), '') AS addresses
  FROM address_lists AS list LEFT JOIN address_list_entries AS entry ON entry.list_id = list.id
  WHERE name IN (
    SELECT lower(named[1]) FROM rules, regexp_matches(condition, '@\\s*([a-z][a-z0-9_]*)', 'gi') AS named
    WHERE enabled AND deleted_at IS NULL AND strpos(condition, '@') > 0
  )
  GROUP BY name`;

/** The saved lists that conditions of enabled rules name by `@name`, for evaluation. */
export async function loadAddressLists(ctx: Context): Promise<AddressLists> {
  const { rows } = await ctx.sql.query<{ name: string; addresses: string }>(SELECT);
  return new Map(
    rows.map(({ name, addresses }) => [name, new Set(addresses === "" ? [] : addresses.split(","))] as const),
  );
}
