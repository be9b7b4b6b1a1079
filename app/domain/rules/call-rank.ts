import type { Severity } from "~/domain/shared-schemas";
import { findDangerSignature } from "~/domain/signatures/danger-signatures";
import { selectorOf } from "~/domain/transactions/decode-call";

const RANKS: Readonly<Record<Severity, number>> = { info: 0, low: 1, medium: 2, high: 3, critical: 4 };

/**
 * How much a call is worth telling of: by its function's severity in the built-in table, -1 when it has none. A rule of any
 * call matches a batch by several of its calls, and the one in front may be there to hide another.
 */
export function callRank(call: { input: string } | null): number {
  const known = call === null ? undefined : findDangerSignature(selectorOf(call.input));
  return known === undefined ? -1 : RANKS[known.severity];
}
