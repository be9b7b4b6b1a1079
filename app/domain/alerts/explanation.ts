import { z } from "zod";

/**
 * Why a rule matched, or did not: a tree of what was asked with the values it was asked of. A leaf says what was
 * expected and what was there; an inner node says how its children combine.
 */
export interface Explanation {
  kind: "and" | "or" | "not" | "address" | "selector" | "comparison";
  /** A sentence for people, such as “to is Treasury Vault”. */
  label: string;
  result: boolean;
  expected?: string | undefined;
  actual?: string | undefined;
  children?: Explanation[] | undefined;
}

/** The tree as stored with an alert and given by the API. */
export const Explanation: z.ZodType<Explanation> = z.lazy(() =>
  z.object({
    kind: z.enum(["and", "or", "not", "address", "selector", "comparison"]),
    label: z.string(),
    result: z.boolean(),
    expected: z.string().optional(),
    actual: z.string().optional(),
    children: z.array(Explanation).optional(),
  }),
);
