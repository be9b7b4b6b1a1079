import { z } from "zod";

import { ChecksumAddress, DecimalString } from "~/domain/shared-schemas";

/** An unsigned transaction that would answer an alert, ready for whoever holds the keys. Sentinel holds none. */
export const PreparedResponse = z.object({
  /** What it does, in a sentence. */
  summary: z.string(),
  chainId: z.int(),
  to: ChecksumAddress,
  /** Wei. */
  value: DecimalString,
  /** Calldata, 0x-hex. */
  data: z.string().regex(/^0x([0-9a-f]{2})*$/),
  /** The function's signature. */
  signature: z.string(),
  /** For Safe's Transaction Builder: the file that it imports. */
  safeTransactionBuilder: z.record(z.string(), z.unknown()),
  /** A line for Foundry's `cast`. */
  castSend: z.string(),
  /** What could not be checked, such as that the contract has no such function by its ABI. */
  warnings: z.array(z.string()),
});
export type PreparedResponse = z.infer<typeof PreparedResponse>;
