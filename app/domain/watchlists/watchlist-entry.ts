import { z } from "zod";

import { ChecksumAddress, Id, NetworkName, Timestamp } from "~/domain/shared-schemas";

/** A watched contract as the API shows it. */
export const WatchlistEntry = z.object({
  id: Id,
  name: z.string(),
  network: NetworkName,
  address: ChecksumAddress,
  tags: z.array(z.string()),
  /** Absent from lists: one may have 256 KiB. */
  abi: z.array(z.unknown()).nullable().optional(),
  /** Further ABIs, such as an implementation's; absent from lists too. */
  abis: z.array(z.object({ name: z.string(), abi: z.array(z.unknown()) })).optional(),
  /** Its rules also look at who controls it: proxy admin, owner, Safe, timelock. */
  watchControl: z.boolean(),
  enabled: z.boolean(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type WatchlistEntry = z.infer<typeof WatchlistEntry>;

const Name = z.string().trim().min(1, "must not be empty").max(120, "must be at most 120 characters");

/** A tag of watched contracts, which a rule may name as its scope. */
export const Tag = z
  .string()
  .trim()
  .min(1, "a tag must not be empty")
  .max(40, "a tag must be at most 40 characters")
  .regex(/^[^,]*$/, "a tag must not have a comma");

const Tags = z
  .array(Tag)
  .max(20, "must be at most 20 tags")
  .transform((tags) => [...new Set(tags)]);

/** A JSON ABI (array, or its text), or human-readable fragments. */
const SomeAbi = z.union([z.string(), z.array(z.unknown())], "must be a JSON ABI, or its text");
const Abi = SomeAbi.nullish();

const Abis = z
  .array(
    z.strictObject({
      name: z.string().trim().min(1, "must not be empty").max(60, "must be at most 60 characters"),
      abi: SomeAbi,
    }),
  )
  .max(10, "must be at most 10 further ABIs")
  .describe("Further ABIs, such as an implementation's: its functions and events are known to rules and alerts too.");
const WatchControl = z
  .boolean()
  .describe("Its rules also look at who controls it: proxy admin, owner, Safe, timelock.");

/** What a new watchlist entry is made from. Network, address and ABI are checked further by `createWatchlistEntry`. */
export const NewWatchlistEntry = z.strictObject({
  name: Name,
  network: z.string().max(100),
  address: z.string().max(100, "must be 0x and 40 hex digits"),
  tags: Tags.default([]),
  abi: Abi,
  abis: Abis.default([]),
  watchControl: WatchControl.default(false),
  enabled: z.boolean().default(true),
});
export type NewWatchlistEntry = z.infer<typeof NewWatchlistEntry>;

/** A change to an entry: network and address are its identity and stay. */
export const WatchlistEntryPatch = z.strictObject({
  name: Name.optional(),
  tags: Tags.optional(),
  abi: Abi,
  abis: Abis.optional(),
  watchControl: WatchControl.optional(),
  enabled: z.boolean().optional(),
});
export type WatchlistEntryPatch = z.infer<typeof WatchlistEntryPatch>;

/** Which entries to list. `q` looks into names, tags and the beginning of addresses. */
export interface WatchlistFilter {
  network?: string | undefined;
  enabled?: boolean | undefined;
  tag?: string | undefined;
  q?: string | undefined;
}
