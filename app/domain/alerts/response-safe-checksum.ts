import { id } from "ethers";

/**
 * The checksum that Safe's Transaction Builder recomputes when it imports a batch (`meta.checksum`): the keccak-256 of
 * the batch in the app's own writing. The batch's name is left out of it, because people may give it another.
 *
 * Source: safe-global/safe-wallet-monorepo, apps/tx-builder/src/lib/checksum.ts.
 */
export function responseSafeChecksum(batch: { meta: Record<string, unknown> } & Record<string, unknown>): string {
  const { checksum: _, ...meta } = batch.meta;
  return id(serialized({ ...batch, meta: { ...meta, name: null } }));
}

/** The sorted keys first, then the values in their order. */
function serialized(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(serialized).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  const keys = JSON.stringify(entries.map(([key]) => key));
  return `{${keys}${entries.map(([, inner]) => `${serialized(inner)},`).join("")}}`;
}
