import { AppError, type FieldError } from "~/domain/errors";

/** The refusal of a rule with everything that is wrong with it. */
export function invalidRule(errors: FieldError[]): AppError {
  const [first] = errors;
  const one = errors.length === 1 && first ? `${first.pointer.slice(1)}: ${first.detail}` : null;
  return new AppError("invalid_input", one === null ? "The rule is not valid." : `The rule is not valid. ${one}`, {
    errors,
  });
}
