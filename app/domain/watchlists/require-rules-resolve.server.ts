import { AppError } from "~/domain/errors";
import { resolveSignature } from "~/domain/signatures/resolve-signature";
import type { DbTransaction } from "~/platform/db.server";

/**
 * Makes sure that an entry's new ABI still has every function that its live rules name: such a rule would silently
 * never match again.
 *
 * @throws AppError `invalid_input` at `/abi`.
 */
export async function requireRulesResolve(tx: DbTransaction, watchlistId: string, abi: unknown): Promise<void> {
  const rules = await tx.rule.findMany({
    where: { watchlistId, enabled: true, deletedAt: null },
    select: { name: true, signature: true },
  });
  for (const { name, signature } of rules) {
    if (signature === null || resolveSignature({ signature, abi }).ok) continue;
    const detail = `lacks “${signature}”, which the rule “${name}” watches; change or disable that rule first`;
    throw new AppError("invalid_input", "The ABI is not valid for this entry.", {
      errors: [{ pointer: "/abi", detail, code: "abi_lacks_signature" }],
    });
  }
}
