import { createHash } from "node:crypto";

import { MAX_INPUT_CHARACTERS } from "../recorder/alert-draft";

/**
 * The digest by which two calls are told apart: MD5, as the database makes it of the calldata that an alert keeps (the
 * start of very long calldata, in lower case). Only equality between a sender's own transactions hangs on it.
 */
export function digestInput(input: string): string {
  return createHash("md5").update(input.slice(0, MAX_INPUT_CHARACTERS).toLowerCase()).digest("hex");
}
