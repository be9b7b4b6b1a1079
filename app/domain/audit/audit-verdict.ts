import { z } from "zod";

import { Timestamp } from "~/domain/shared-schemas";
import { AuditHash } from "./audit-entry";

/** One place where the log isn't what was written. */
export const AuditDefect = z
  .object({
    kind: z
      .enum(["altered", "missing", "truncated", "rewritten"])
      .describe(
        "`altered`: an entry's content doesn't fit its hash, or it came in past the chain. `missing`: entries were taken " +
          "out between others. `truncated`: the newest entries were cut off. `rewritten`: the entries agree among " +
          "themselves, but not with what was signed (or anchored elsewhere) when they were written.",
      ),
    seq: z.int().nullable().describe("The entry it begins at; null for an entry without a place in the chain."),
    detail: z.string().describe("In words."),
  })
  .meta({ id: "AuditDefect" });
export type AuditDefect = z.infer<typeof AuditDefect>;

/** What a verification of the audit log found. */
export const AuditVerdict = z
  .object({
    ok: z.boolean(),
    checkedAt: Timestamp,
    checked: z.int().describe("Entries whose hash was computed again."),
    head: z
      .object({ seq: z.int(), hash: AuditHash })
      .describe("The newest entry's place. Worth noting down elsewhere."),
    lastCheckpoint: z
      .object({ seq: z.int(), createdAt: Timestamp })
      .nullable()
      .describe("The newest signed checkpoint that holds; null when none does."),
    broken: AuditDefect.optional().describe("The first defect, when there is one."),
    defects: z.array(AuditDefect).max(10).describe("All defects, the first ten of them."),
  })
  .meta({ id: "AuditVerdict" });
export type AuditVerdict = z.infer<typeof AuditVerdict>;
