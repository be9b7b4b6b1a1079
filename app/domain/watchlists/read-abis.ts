import type { FieldError } from "~/domain/errors";
import { parseAbi } from "~/domain/signatures/parse-abi";
import type { Prisma } from "~/platform/generated/prisma/client";
import { readAbi } from "./read-abi";
import { type EntryAbis, unionAbi } from "./union-abi";

/** Clean ABIs to store; what was not named (undefined) is left out. */
export interface CleanAbis {
  abi?: Prisma.InputJsonArray | null;
  abis?: Prisma.InputJsonArray;
}

interface Given {
  abi?: unknown;
  abis?: readonly { name: string; abi: unknown }[] | undefined;
}

/** Reads an entry's own ABI and its further ones, or says what is wrong with each. */
export function readAbis({ abi, abis }: Given): { clean: CleanAbis } | { errors: FieldError[] } {
  const errors: FieldError[] = [];
  const read = (value: unknown, pointer: string) => {
    const found = readAbi(value, pointer);
    if ("error" in found) errors.push(found.error);
    return "error" in found ? null : found.abi;
  };
  const own = read(abi, "/abi");
  const further = abis?.map((one, at) => ({ name: one.name, abi: read(one.abi, `/abis/${at}/abi`) ?? [] }));
  if (errors.length > 0) return { errors };
  return { clean: { ...(abi === undefined ? {} : { abi: own }), ...(further === undefined ? {} : { abis: further }) } };
}

/** An entry's ABIs are read as one, which has the limits of one. */
export function unionErrors(entry: EntryAbis): FieldError[] {
  const union = unionAbi(entry);
  const parsed = union === null ? null : parseAbi(union);
  if (parsed === null || parsed.ok) return [];
  return [{ pointer: "/abis", detail: `All ABIs together: ${parsed.detail}`, code: "invalid_abi" }];
}
