import { z } from "zod";

import { NewWatchlistEntry, WatchlistEntryPatch } from "~/domain/watchlists/watchlist-entry";

/** What the entry's form can't send as the domain takes it: tags stand in one field, an unchecked switch sends nothing. */
const asFormSends = {
  tags: z
    .string()
    .optional()
    .transform((text) => splitTags(text ?? ""))
    .pipe(NewWatchlistEntry.shape.tags.unwrap()),
  abi: z
    .string()
    .optional()
    .transform((text) => text ?? null),
  enabled: z.boolean().default(false),
};

/** A new entry as its form sends it. */
export const NewEntryForm = z.object({ ...NewWatchlistEntry.shape, ...asFormSends });

/** A changed entry as its form sends it. */
export const EntryForm = z.object({ ...WatchlistEntryPatch.shape, name: NewWatchlistEntry.shape.name, ...asFormSends });

function splitTags(text: string): string[] {
  return text
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
}
