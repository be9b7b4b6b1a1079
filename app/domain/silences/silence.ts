import { z } from "zod";

import { Id, NetworkName, Severity, Timestamp } from "~/domain/shared-schemas";
import { Tag } from "~/domain/watchlists/watchlist-entry";

/** Which alerts a silence is about: all that is set must hold. */
export const SilenceMatchers = z.object({
  ruleId: Id.optional(),
  watchlistId: Id.optional(),
  /** Of the alert's watched contract, or the scope of its rule. */
  tag: z.string().optional(),
  severity: Severity.optional(),
  network: NetworkName.optional(),
});
export type SilenceMatchers = z.infer<typeof SilenceMatchers>;

/** Before, in and after its time. */
export const SilenceState = z.enum(["pending", "active", "expired"]);
export type SilenceState = z.infer<typeof SilenceState>;

/** A silence as the API shows it: matching alerts are kept and shown, and nobody is told of them meanwhile. */
export const Silence = z.object({
  id: Id,
  matchers: SilenceMatchers,
  reason: z.string(),
  startsAt: Timestamp,
  /** Not part of it. */
  endsAt: Timestamp,
  createdBy: Id.nullable(),
  createdByName: z.string().nullable(),
  state: SilenceState,
  /** What it keeps quiet, in words, such as `critical alerts of “Ownership renounced”`. */
  summary: z.string(),
  /** Alerts that nobody was told of because of it. */
  suppressed: z.int(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type Silence = z.infer<typeof Silence>;

/** The last instant of year 9999. */
const MAX_TIME_MS = 253_402_300_799_999;

const Time = z.iso
  .datetime({ offset: true, error: "must be a time such as 2026-01-15T08:30:00Z" })
  .transform((text) => new Date(text))
  .refine((time) => time.getTime() >= 0 && time.getTime() <= MAX_TIME_MS, "must be between 1970 and 9999");

/** Whether what they name exists, and that there is at least one, is checked further. Null is as if it were absent. */
const Matchers = z.strictObject({
  ruleId: Id.nullish(),
  watchlistId: Id.nullish(),
  tag: Tag.nullish().describe("A tag of the alert's watched contract, or of its rule's scope."),
  severity: Severity.nullish(),
  network: z.string().trim().min(1, "must not be empty").max(100).nullish(),
});
/** Matchers as they are given. */
export type GivenMatchers = z.infer<typeof Matchers>;

const reason = z.string().trim().min(1, "must not be empty").max(500, "must be at most 500 characters");
const startsAt = Time.describe("Now, unless said otherwise.");

/** What a new silence is made from. */
export const NewSilence = z.strictObject({ matchers: Matchers, reason, startsAt: startsAt.optional(), endsAt: Time });
export type NewSilence = z.infer<typeof NewSilence>;

/** A change to a silence; what is not named stays. Matchers are replaced as a whole. */
export const SilencePatch = z.strictObject({
  matchers: Matchers.optional(),
  reason: reason.optional(),
  startsAt: Time.optional(),
  endsAt: Time.optional(),
});
export type SilencePatch = z.infer<typeof SilencePatch>;

/** Which silences to list. */
export interface SilenceFilter {
  state?: readonly SilenceState[] | undefined;
  ruleId?: string | undefined;
  watchlistId?: string | undefined;
  tag?: string | undefined;
  severity?: readonly Severity[] | undefined;
  /** A network's name. */
  network?: string | undefined;
}
