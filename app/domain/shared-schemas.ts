import { z } from "zod";

/** How much an alert matters, most urgent first. */
export const Severity = z.enum(["critical", "high", "medium", "low", "info"]);
export type Severity = z.infer<typeof Severity>;

/** When a rule looks at a transaction: while it waits in the mempool, or once it is in a block. */
export const Stage = z.enum(["pending", "confirmed"]);
export type Stage = z.infer<typeof Stage>;

/** A UUID in its canonical text form (RFC 9562). */
export const Id = z.uuid().toLowerCase();

/** RFC 3339 UTC with milliseconds. */
export const Timestamp = z.iso.datetime({ precision: 3 });

/**
 * A name on one line, of 1 to `maxLength` characters. The document has the rule without a Unicode property: not every
 * language's regular expressions know them (Python's don't).
 */
export const oneLine = (maxLength: number) =>
  z
    .string()
    .trim()
    .min(1, "must not be empty")
    .max(maxLength, `must be at most ${maxLength} characters`)
    .regex(/^\P{Cc}*$/u, "must not have line breaks or other control characters")
    .meta({ pattern: "^[^\\u0000-\\u001f\\u007f-\\u009f]*$" });

/** A network's slug: lower case letters, digits and dashes, at most 40. */
export const NetworkName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "must be a network's name: lower case letters, digits and dashes, at most 40");

/** An EIP-55 checksummed address, as every answer gives it. */
export const ChecksumAddress = z.string().regex(/^0x[0-9a-fA-F]{40}$/);

/** A 32-byte hash, 0x-hex in lower case. */
export const Hash = z.string().regex(/^0x[0-9a-f]{64}$/);

/** An integer that may pass 2^53, as a decimal string. */
export const DecimalString = z.string().regex(/^-?\d+$/);
