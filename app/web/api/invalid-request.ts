import { AppError, type FieldError } from "~/domain/errors";

/** A 400 that names each field; its detail says the first, so that it reads well without the list. */
export function invalidRequest(errors: FieldError[]): AppError {
  const [first] = errors;
  const where = first === undefined || first.pointer === "" ? "The body" : first.pointer;
  const rest = errors.length > 1 ? ` (and ${errors.length - 1} more, see errors)` : "";
  return new AppError("invalid_input", `${where}: ${first?.detail ?? "is invalid"}${rest}`, { errors });
}
