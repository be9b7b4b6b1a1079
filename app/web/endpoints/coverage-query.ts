import { z } from "zod";

import { COVERAGE_DAYS, MAX_COVERAGE_DAYS } from "~/domain/coverage/coverage";

const message = `must be a whole number of days, 1 to ${MAX_COVERAGE_DAYS}`;

/** The query of a coverage ledger. */
export const coverageQuery = z.strictObject({
  days: z
    .preprocess(
      (text) => (typeof text === "string" && /^\d{1,4}$/.test(text) ? Number(text) : text),
      z.number(message).int(message).min(1, message).max(MAX_COVERAGE_DAYS, message),
    )
    .default(COVERAGE_DAYS)
    .describe("How many days back, today included."),
});

/** An answer, for the reference. */
export const coverageExample = {
  data: [{ day: "2026-01-15", mined: 40, seenPending: 31, share: 0.775, leadMsMedian: 8_400, leadMsP95: 61_000 }],
  total: { mined: 40, seenPending: 31, share: 0.775, leadMsMedian: 8_400, leadMsP95: 61_000 },
};
