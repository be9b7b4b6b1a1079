import type { RefusalCode } from "./http-result";

/** The guard's own refusal, carried through undici's connection errors. */
export class GuardError extends Error {
  override readonly name = "GuardError";

  constructor(
    readonly code: RefusalCode,
    message: string,
  ) {
    super(message);
  }
}
