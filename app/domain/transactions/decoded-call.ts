import { z } from "zod";

/**
 * A decoded argument, safe for JSON and for PostgreSQL's `jsonb`: integers as decimal strings, addresses in EIP-55,
 * bytes as 0x-hex, tuples and arrays as arrays.
 */
export type DecodedValue = string | boolean | DecodedValue[];

const DecodedValue: z.ZodType<DecodedValue> = z.lazy(() => z.union([z.string(), z.boolean(), z.array(DecodedValue)]));

/** What a transaction's calldata says. */
export const DecodedCall = z.object({
  /** `0x` and eight hex digits; `0x` alone when the calldata is shorter than a selector. */
  selector: z.string().regex(/^0x([0-9a-f]{8})?$/),
  /** Canonical; null when the selector is all that is known. */
  signature: z.string().nullable(),
  name: z.string().nullable(),
  args: z.array(
    z.object({
      name: z.string().nullable(),
      type: z.string(),
      value: DecodedValue,
      /** The value was cut: it is larger than an alert keeps. */
      truncated: z.literal(true).optional(),
    }),
  ),
  /** Why the arguments could not be read, in a sentence. */
  error: z.string().optional(),
});
export type DecodedCall = z.infer<typeof DecodedCall>;

/** One argument with its name (if any), type and value. */
export type DecodedArgument = DecodedCall["args"][number];
