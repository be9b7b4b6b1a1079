import { z } from "zod";

import { ChecksumAddress } from "~/domain/shared-schemas";

/** How an inner call that a rule met was reached: which functions of which contracts carried it. */
export const AlertPath = z.object({
  /** 0 for the transaction's own call. */
  depth: z.int(),
  /** Who makes the call; null when that is not known. */
  caller: ChecksumAddress.nullable(),
  /** `scheduled`: only announced now and executed later. */
  kind: z.enum(["call", "delegatecall", "scheduled"]),
  /** Outermost first. `index`: which of the calls that the step carries, from 0; null when it carries one only. */
  path: z.array(z.object({ to: ChecksumAddress, name: z.string(), index: z.int().nullable() })),
  /** How many further calls or events of the transaction the rule meets. */
  more: z.int(),
  /** Why not every inner call was looked at, when a cap was reached. */
  truncated: z.string().nullable(),
});
export type AlertPath = z.infer<typeof AlertPath>;
