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
  abis: z
    .array(
      z
        .object({
          name: z.string().trim().max(60, "must be at most 60 characters").default(""),
          abi: z.string().default(""),
        })
        .refine(({ name, abi }) => name !== "" || abi === "", { path: ["name"], error: "must not be empty" }),
    )
    .max(10, "must be at most 10 further ABIs")
    .default([])
    // A pair of fields that was left empty is none.
    .transform((all) => all.filter(({ name, abi }) => name !== "" || abi !== "")),
  watchControl: z.boolean().default(false),
  enabled: z.boolean().default(false),
};

/** The form's field for an operation's pointer: of `/abis/0/abi` it is `abis[0].abi`. */
export function entryFieldOf(pointer: string): string | undefined {
  const [, first, index, part] = pointer.split("/");
  return index === undefined ? first : `${first}[${index}]${part === undefined ? "" : `.${part}`}`;
}

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
