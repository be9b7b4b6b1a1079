import { z } from "zod";

/** How many mined transactions were seen pending before, and how long before. */
const Counted = z.object({
  /** Transactions in blocks. */
  mined: z.int(),
  /** Of these, seen pending before their block. */
  seenPending: z.int(),
  /** `seenPending` of `mined`, 0 to 1; null when nothing was mined. */
  share: z.number().nullable(),
  /** Half of those seen pending were seen at least so long before their block. */
  leadMsMedian: z.int().nullable(),
  /** One in twenty was seen even longer before. */
  leadMsP95: z.int().nullable(),
});

/** One day (UTC) of a coverage ledger. */
export const CoverageDay = Counted.extend({ day: z.iso.date() });
export type CoverageDay = z.infer<typeof CoverageDay>;

/** A watched contract's or a network's coverage ledger: days with anything mined, the newest first, and their sum. */
export const Coverage = z.object({ data: z.array(CoverageDay), total: Counted });
export type Coverage = z.infer<typeof Coverage>;

/** How many days are told unless asked for otherwise. */
export const COVERAGE_DAYS = 30;
/** The most that can be asked for. */
export const MAX_COVERAGE_DAYS = 366;
