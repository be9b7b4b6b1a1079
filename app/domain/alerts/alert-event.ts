import { z } from "zod";

import { Hash } from "~/domain/shared-schemas";
import { DecodedCall } from "~/domain/transactions/decoded-call";

/** The log that an event rule met. Arguments have the shape of a call's. */
export const AlertEvent = DecodedCall.omit({ selector: true }).extend({
  /** Position in the block. */
  logIndex: z.int(),
  topics: z.array(Hash),
  /** 0x-hex. */
  data: z.string(),
  /** What was taken for granted in reading it, in a sentence. */
  assumption: z.string().optional(),
});
export type AlertEvent = z.infer<typeof AlertEvent>;
