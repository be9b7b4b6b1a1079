import type { FieldError } from "~/domain/errors";
import { parseAbi } from "~/domain/signatures/parse-abi";
import type { Prisma } from "~/platform/generated/prisma/client";

/** A clean ABI to store, null for none, or what is wrong with what was given. */
export function readAbi(
  value: unknown,
  pointer = "/abi",
): { abi: Prisma.InputJsonArray | null } | { error: FieldError } {
  if (value === null || value === undefined) return { abi: null };
  const parsed = parseAbi(value);
  if (!parsed.ok) return { error: { pointer, detail: parsed.detail, code: "invalid_abi" } };
  // Only what JSON has: `parseAbi` makes new objects of strings, booleans and lists.
  return { abi: parsed.abi as unknown as Prisma.InputJsonArray };
}
