/** Stable slugs of what can be wrong with a rule's signature or event. */
export type SignatureErrorCode =
  | "empty_signature"
  | "signature_length"
  | "selector_length"
  | "selector_malformed"
  | "unknown_signature"
  | "topic_length"
  | "topic_malformed"
  | "unknown_event"
  | "invalid_signature"
  | "unknown_type"
  | "invalid_abi";

/**
 * A fault in a signature or an event; the message is a sentence that says what would be right. Offsets count from the
 * text's start.
 */
export class SignatureError extends Error {
  override readonly name = "SignatureError";
  readonly code: SignatureErrorCode;
  readonly position: { start: number; end: number };

  constructor(code: SignatureErrorCode, message: string, position: { start: number; end: number }) {
    super(message);
    this.code = code;
    this.position = { start: position.start, end: position.end };
  }
}
