import { z } from "zod";

/** What a node of the tree asks. */
const ExplanationKind = z.enum([
  "and",
  "or",
  "not",
  "address",
  "sender",
  "selector",
  "event",
  "mention",
  "stage",
  "comparison",
]);

/**
 * Why a rule matched, or did not: a tree of what was asked with the values it was asked of. A leaf says what was
 * expected and what was there; an inner node says how its children combine.
 */
export interface Explanation {
  kind: z.infer<typeof ExplanationKind>;
  /** A sentence for people, such as “to is Treasury Vault”. */
  label: string;
  /** Null: it could not be evaluated. */
  result: boolean | null;
  expected?: string | undefined;
  actual?: string | undefined;
  /** This alone kept the rule from matching. */
  nearMiss?: true | undefined;
  children?: Explanation[] | undefined;
}

/** The tree as stored with an alert and given by the API. */
export const Explanation: z.ZodType<Explanation> = z.lazy(() =>
  z.object({
    kind: ExplanationKind,
    label: z.string(),
    result: z.boolean().nullable(),
    expected: z.string().optional(),
    actual: z.string().optional(),
    nearMiss: z.literal(true).optional(),
    children: z.array(Explanation).optional(),
  }),
);
