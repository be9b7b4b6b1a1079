import { z } from "zod";

import { Severity } from "~/domain/shared-schemas";
import { DangerCategory } from "~/domain/signatures/danger-signature";

/** A rule ready to be made: a function that deserves attention wherever it is called. */
export const RuleTemplate = z.object({
  name: z.string(),
  signature: z.string(),
  selector: z.string().regex(/^0x[0-9a-f]{8}$/),
  severity: Severity,
  category: DangerCategory,
  /** Why it matters. */
  description: z.string(),
  /** The standard or contract it comes from. */
  source: z.string(),
});
export type RuleTemplate = z.infer<typeof RuleTemplate>;
