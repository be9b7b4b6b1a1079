import { z } from "zod";

import { DecodedCall } from "./decoded-call";

/** What a log says. Arguments have the shape of a call's; an indexed one of a dynamic type is its hash, and its type says so. */
export const DecodedEvent = DecodedCall.omit({ selector: true }).extend({
  /** The log's first topic; null for a log without topics and for an anonymous event's. */
  topic0: z
    .string()
    .regex(/^0x[0-9a-f]{64}$/)
    .nullable(),
  /** What was taken for granted in reading it, in a sentence: which parameters are indexed. */
  assumption: z.string().optional(),
});
export type DecodedEvent = z.infer<typeof DecodedEvent>;
