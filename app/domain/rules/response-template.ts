import { z } from "zod";

/** From which the unsigned transaction that answers an alert is made (`rules.response`). */
export const ResponseTemplate = z.strictObject({
  /** Where it goes; null: the watched contract that the alert is about. */
  to: z.string().nullish(),
  /** A function's signature, such as `pause()` or `setPaused(bool)`. */
  signature: z.string().max(500).default("pause()"),
  /** One for each parameter: text as in calldata arguments, or a field of the alert such as `{{from}}`. */
  args: z.array(z.string().max(2_000)).max(20).default([]),
  /** Wei. */
  value: z
    .string()
    .regex(/^\d{1,78}$/, "must be an amount in wei")
    .default("0"),
});
export type ResponseTemplate = z.infer<typeof ResponseTemplate>;
