import type { Context } from "~/platform/context.server";
import type { Prisma } from "~/platform/generated/prisma/client";

type Scope = { watchlistId: string } | { tag: string } | { addressListId: string } | { networkId: string };
type Overrides = Partial<Prisma.RuleUncheckedCreateInput>;

/** Makes a rule of the scope: `renounceOwnership`, critical, unless told otherwise. */
export function seedRule(ctx: Context, values: Scope & Overrides) {
  return ctx.db.rule.create({
    data: {
      id: ctx.newId(),
      name: "Ownership renounced",
      signature: "renounceOwnership",
      severity: "critical",
      ...values,
    },
  });
}
