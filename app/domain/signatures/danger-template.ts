import { z } from "zod";

/** What turns a row of the built-in table into a rule: suggestions, all of which the rule's author may change. */
export const DangerTemplate = z.object({
  /** The canonical signature of the table's row. */
  signature: z.string(),
  /** For people, short enough to name a rule. */
  title: z.string(),
  /** The canonical signature of the event that the function makes, from the table of events; null when it makes none. */
  event: z.string().nullable(),
  /** What is worth an alert, in the parameters of the table's row; null: every call. */
  condition: z.string().nullable(),
  /** The same in the parameters of the event; null: every log of it. */
  eventCondition: z.string().nullable(),
});
export type DangerTemplate = z.infer<typeof DangerTemplate>;
