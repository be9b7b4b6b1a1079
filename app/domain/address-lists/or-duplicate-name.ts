import { AppError } from "~/domain/errors";
import { isUniqueViolation } from "~/domain/watchlists/is-unique-violation";

/** What a write of a list throws when another already has its name. */
export function orDuplicateName(name: string | undefined) {
  return (error: unknown): never => {
    if (name === undefined || !isUniqueViolation(error)) throw error;
    const detail = "is already the name of another list";
    throw new AppError("conflict", `“${name}” ${detail}.`, {
      slug: "duplicate_name",
      errors: [{ pointer: "/name", detail, code: "duplicate_name" }],
      cause: error,
    });
  };
}
