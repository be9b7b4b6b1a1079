import { AppError } from "~/domain/errors";

/** That an email address is another user's already: `conflict` at `/email`. */
export function duplicateEmail(): AppError {
  const detail = "belongs to another user";
  const errors = [{ pointer: "/email", detail, code: "duplicate_email" }];
  return new AppError("conflict", `The email address ${detail}.`, { slug: "duplicate_email", errors });
}
