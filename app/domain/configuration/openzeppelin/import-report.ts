import { z } from "zod";

/** What became of something in the other system's configuration that has no exact counterpart. */
export const ImportReportEntry = z.object({
  /** The file and a JSON Pointer into it: `triggers/slack.json#/ops/config/retry_policy`. */
  path: z.string(),
  outcome: z
    .enum(["changed", "not_needed", "not_imported"])
    .describe(
      "`changed`: it means something else here. `not_needed`: there is no counterpart, and nothing is lost. " +
        "`not_imported`: it is lost.",
    ),
  detail: z.string(),
});
export type ImportReportEntry = z.infer<typeof ImportReportEntry>;
