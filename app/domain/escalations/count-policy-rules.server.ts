import type { Context } from "~/platform/context.server";

/** How many rules name each policy; a policy that none names is left out. */
export async function countPolicyRules({ db }: Pick<Context, "db">): Promise<Map<string, number>> {
  const groups = await db.rule.groupBy({
    by: ["escalationPolicyId"],
    where: { deletedAt: null, escalationPolicyId: { not: null } },
    _count: true,
  });
  return new Map(groups.flatMap(({ escalationPolicyId: id, _count }) => (id === null ? [] : [[id, _count] as const])));
}
