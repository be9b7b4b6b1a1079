import { AppError } from "~/domain/errors";

/** For what a page can do without: nothing when it is not there any more. Anything else is thrown on. */
export function orAbsent(error: unknown): null {
  if (error instanceof AppError && error.code === "not_found") return null;
  throw error;
}
