import { likeText } from "~/domain/like-text";
import { afterCursor, type Page, type PageRequest, paginate } from "~/domain/pagination";
import type { Context } from "~/platform/context.server";
import type { Prisma } from "~/platform/generated/prisma/client";
import { presentRule, RULE_INCLUDE } from "./present-rule";
import type { Rule, RuleFilter } from "./rule";

/**
 * Rules, newest first, without the deleted ones.
 *
 * @throws AppError `invalid_input` for a cursor that is not one.
 */
export async function listRules(
  ctx: Pick<Context, "db">,
  { filter = {}, ...request }: PageRequest & { filter?: RuleFilter },
): Promise<Page<Rule>> {
  const where = whereOf(filter);
  const page = await paginate(request, {
    count: () => ctx.db.rule.count({ where }),
    find: ({ after, ...part }) =>
      ctx.db.rule.findMany({
        where: { AND: [where, afterCursor("createdAt", after)] },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        include: RULE_INCLUDE,
        ...part,
      }),
    cursorOf: (row) => ({ at: row.createdAt, id: row.id }),
  });
  return { ...page, data: page.data.map(presentRule) };
}

function whereOf({ watchlistId, severity, enabled, network, q }: RuleFilter): Prisma.RuleWhereInput {
  const text = q?.trim() ?? "";
  const contains = { contains: likeText(text), mode: "insensitive" } as const;
  return {
    deletedAt: null,
    AND: [
      watchlistId === undefined ? {} : { watchlistId },
      severity === undefined ? {} : { severity: { in: [...severity] } },
      enabled === undefined ? {} : { enabled },
      network === undefined ? {} : { OR: [{ network: { name: network } }, { entry: { network: { name: network } } }] },
      text === ""
        ? {}
        : {
            OR: [
              ...["name", "signature", "event", "condition"].map((field) => ({ [field]: contains })),
              { tag: text },
              { list: { name: text } },
            ],
          },
    ],
  };
}
