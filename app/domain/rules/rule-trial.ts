import { z } from "zod";

import { Explanation } from "~/domain/alerts/explanation";
import { ChecksumAddress, DecimalString, Hash, Id } from "~/domain/shared-schemas";
import { NewRule } from "./rule";

/** What must be given when a rule is tried: of the first two one, and of the last two one. */
export const NewTrial = z.strictObject({
  rule: NewRule.optional().describe("A rule that is not saved: the body of `POST /v1/rules`."),
  ruleId: Id.optional(),
  network: z
    .string()
    .trim()
    .min(1, "must not be empty")
    .max(100)
    .optional()
    .describe("A network's name. May be left out when the rule's scope is of one network."),
  txHash: Hash.or(z.string().toLowerCase().pipe(Hash)).optional().describe("Asked of the network's endpoints."),
  transaction: z
    .union([z.string(), z.record(z.string(), z.unknown())])
    .optional()
    .describe("A raw transaction (0x…), or an object such as `eth_getTransactionByHash` answers."),
});
export type NewTrial = z.infer<typeof NewTrial>;

/** What a rule says of one transaction. Nothing was recorded or sent. */
export const RuleTrial = z.object({
  /** Null: it could not be evaluated. Such a transaction is alerted on, to be safe. */
  matched: z.boolean().nullable(),
  /** Everything that was asked with what was there; `nearMiss` marks what alone kept it from matching. */
  explanation: Explanation,
  /** The labels of those marked. */
  nearMisses: z.array(z.string()),
  /** Why it could not be evaluated. */
  uncertain: z.string().nullable(),
  /** What matched; null when nothing did, or it has no call. */
  call: z
    .object({
      to: ChecksumAddress,
      selector: z.string(),
      signature: z.string().nullable(),
      /** 0 for the transaction's own call. */
      depth: z.int(),
      path: z.array(z.object({ to: ChecksumAddress, name: z.string(), index: z.int().nullable() })),
    })
    .nullable(),
  /** The transaction as it was read. */
  transaction: z.object({
    /** Null for one without a signature. */
    hash: Hash.nullable(),
    from: ChecksumAddress.nullable(),
    to: ChecksumAddress.nullable(),
    value: DecimalString,
    selector: z.string(),
    status: z.enum(["pending", "confirmed", "failed"]),
    blockNumber: z.int().nullable(),
    logs: z.int(),
  }),
});
export type RuleTrial = z.infer<typeof RuleTrial>;
