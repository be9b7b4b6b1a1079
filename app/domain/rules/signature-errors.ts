import type { FieldError } from "~/domain/errors";
import { resolveSignature } from "~/domain/signatures/resolve-signature";

/** What is wrong with a rule's signature, and where in it; nothing when it names at least one function. */
export function signatureErrors(signature: string | null | undefined, abi: unknown): FieldError[] {
  if (signature === null || signature === undefined) {
    const detail = "is required: a function's name, its full signature, or its 4-byte selector";
    return [{ pointer: "/signature", detail, code: "required" }];
  }
  const resolved = resolveSignature({ signature, abi });
  if (resolved.ok) return [];
  const { code, detail, position } = resolved;
  return [{ pointer: "/signature", detail, code, ...(position === undefined ? {} : { position }) }];
}
