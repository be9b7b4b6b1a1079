import { AppError, type FieldError } from "~/domain/errors";

/** The refusal of a channel's configuration with everything that is wrong with it. */
export function invalidConfig(errors: FieldError[]): AppError {
  const [first] = errors;
  const one = errors.length === 1 && first ? ` ${first.pointer.slice(1)}: ${first.detail}.` : "";
  return new AppError("invalid_input", `The channel's configuration is not valid.${one}`, { errors });
}
