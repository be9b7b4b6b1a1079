import { z } from "zod";

import { Severity } from "~/domain/shared-schemas";
import type { ResolvedEvent } from "~/domain/transactions/resolved-event";
import type { CallSentence } from "./call-sentences";
import { DangerCategory } from "./danger-signature";

const Sentence: z.ZodType<CallSentence> = z.union([
  z.string(),
  z.array(z.tuple([z.tuple([z.string(), z.enum(["zero", "unlimited", "one"])]).nullable(), z.string()])),
]);

/** A row of the built-in table of events, as its file has it. */
export const DangerEventRow = z.object({
  /** keccak-256 of the canonical signature. */
  topic0: z.string().regex(/^0x[0-9a-f]{64}$/),
  /** With names, and `indexed` as the contract that it comes from has it. */
  event: z.string(),
  category: DangerCategory,
  severity: Severity,
  /** Why it matters, in a sentence. */
  why: z.string(),
  /** The standard or contract it comes from. */
  source: z.string(),
  /** What happened, in the past tense: as in `call-sentences`, with the event's own parameters. */
  sentence: Sentence,
});
export type DangerEventRow = z.infer<typeof DangerEventRow>;

/** An event that deserves attention wherever it is logged. */
export type DangerEvent = DangerEventRow & ResolvedEvent & { topic0: string; signature: string; name: string };
