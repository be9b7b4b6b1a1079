import { AppError } from "~/domain/errors";
import { likeText } from "~/domain/like-text";
import { Id } from "~/domain/shared-schemas";
import { normalizeAddress } from "~/domain/transactions/address";
import type { Prisma } from "~/platform/generated/prisma/client";
import type { AlertStatus } from "./alert";
import type { AlertFilter } from "./alert-filter";

type Where = Prisma.AlertWhereInput;

/**
 * The condition of a filter, without its network (whose id `listAlerts` looks up).
 *
 * @throws AppError `invalid_input` at `?address`.
 */
export function alertWhere(filter: Omit<AlertFilter, "network">): Where {
  const { watchlistId, ruleId, severity, status, txStatus, from, to, q, address } = filter;
  return {
    AND: [
      watchlistId === undefined ? {} : { watchlistId },
      ruleId === undefined ? {} : { ruleId },
      severity === undefined ? {} : { severity: { in: [...severity] } },
      status === undefined ? {} : { OR: [...new Set(status)].map(whereStatus) },
      txStatus === undefined ? {} : { txStatus: { in: [...txStatus] } },
      from === undefined ? {} : { detectedAt: { gte: from } },
      to === undefined ? {} : { detectedAt: { lte: to } },
      q === undefined ? {} : whereText(q.trim()),
      address === undefined ? {} : whereAddress(address),
    ],
  };
}

/** The documented status: acknowledged wins, failed counts as confirmed, replaced as dropped. */
function whereStatus(status: AlertStatus): Where {
  if (status === "acknowledged") return { acknowledgedAt: { not: null } };
  const open: Where = { acknowledgedAt: null };
  if (status === "pending") return { ...open, txStatus: "pending" };
  return { ...open, txStatus: { in: status === "confirmed" ? ["confirmed", "failed"] : ["dropped", "replaced"] } };
}

/** What is a hash, an address or an id is looked up by its index; words have to be looked for in every alert. */
function whereText(text: string): Where {
  if (text === "") return {};
  const lower = text.toLowerCase();
  if (/^0x[0-9a-f]{64}$/.test(lower)) {
    // What is not empty alone is in the index.
    const earlier: Where = { AND: [{ earlierHashes: { has: lower } }, { earlierHashes: { isEmpty: false } }] };
    return { OR: [{ txHash: lower }, { replacedByHash: lower }, earlier] };
  }
  if (/^0x[0-9a-f]{40}$/.test(lower)) return { OR: [{ fromAddress: lower }, { toAddress: lower }] };
  if (Id.safeParse(lower).success) return { OR: [{ id: lower }, { ruleId: lower }, { watchlistId: lower }] };
  const contains = { contains: likeText(text), mode: "insensitive" } as const;
  return { OR: [{ title: contains }, { description: contains }, { txHash: { startsWith: likeText(lower) } }] };
}

function whereAddress(text: string): Where {
  const address = normalizeAddress(text);
  if (!address.ok) {
    throw new AppError("invalid_input", address.detail, {
      errors: [{ pointer: "?address", detail: address.detail, code: address.code }],
    });
  }
  return { OR: [{ fromAddress: address.address }, { toAddress: address.address }] };
}
