import { z } from "zod";

import { Severity } from "~/domain/shared-schemas";
import type { FunctionInput } from "~/domain/transactions/resolved-function";

/** What a dangerous function puts at risk. */
export const DangerCategory = z.enum([
  "ownership",
  "upgrade",
  "roles",
  "pause",
  "mint",
  "drain",
  "transfer",
  "approvals",
  "safe",
  "timelock",
  "governance",
  "oracle",
  "parameters",
  "blacklist",
  "bridge",
  "access",
]);
export type DangerCategory = z.infer<typeof DangerCategory>;

const Input: z.ZodType<FunctionInput> = z.lazy(() =>
  z.object({ name: z.string(), type: z.string(), components: z.array(Input).optional() }),
);

/** A row of the built-in table: a function that deserves attention wherever it is called. */
export const DangerSignature = z.object({
  selector: z.string().regex(/^0x[0-9a-f]{8}$/),
  signature: z.string(),
  name: z.string(),
  inputs: z.array(Input),
  category: DangerCategory,
  severity: Severity,
  /** Why it matters, in a sentence. */
  why: z.string(),
  /** The standard or contract it comes from. */
  source: z.string(),
});
export type DangerSignature = z.infer<typeof DangerSignature>;
