/** One thing wrong with an input: where (JSON Pointer into the body, or `?name` for a query parameter), what, and a stable slug. */
export interface FieldError {
  pointer: string;
  detail: string;
  code: string;
  /** Character offsets into the value, for errors inside a text such as a condition or signature. */
  position?: { start: number; end: number };
}

/** The kinds of expected failure; the web layer alone knows which HTTP status each becomes. */
export type AppErrorCode =
  | "invalid_input"
  | "not_found"
  | "conflict"
  | "forbidden"
  | "unauthenticated"
  | "precondition_failed"
  | "unprocessable"
  | "rate_limited"
  | "upstream_refused"
  | "unavailable";

/**
 * An expected failure, safe to show: its message and field errors never hold a secret. Anything that is not an
 * `AppError` is a bug or a fault and is reported to the client without its inside.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: AppErrorCode;
  readonly errors: FieldError[];
  /** A more exact stable slug for the API's `code`, such as `duplicate_address`. */
  readonly slug: string;
  /** For `rate_limited`: how long to wait, in seconds. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: AppErrorCode,
    message: string,
    options: { errors?: FieldError[]; slug?: string; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.errors = options.errors ?? [];
    this.slug = options.slug ?? code;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
