import { z } from "zod";

import { Id, Timestamp } from "~/domain/shared-schemas";

/** Addresses that one list may have. */
export const MAX_LIST_ADDRESSES = 100_000;

/** What `@name` in a condition calls a list. */
export const ListName = z
  .string()
  .trim()
  .regex(
    /^[a-z][a-z0-9_]{0,63}$/,
    "must begin with a letter and have only lower case letters, digits and underscores, at most 64",
  );

/** A saved list of addresses as the API shows it, without the addresses. */
export const AddressList = z.object({
  id: Id,
  name: ListName,
  description: z.string().nullable(),
  /** How many addresses it has. */
  size: z.int(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export type AddressList = z.infer<typeof AddressList>;

const description = z.string().trim().max(2000, "must be at most 2,000 characters").nullish();

/** What a new list is made from. */
export const NewAddressList = z.strictObject({ name: ListName, description });
export type NewAddressList = z.infer<typeof NewAddressList>;

/** A change to a list; what is not named stays. */
export const AddressListPatch = z.strictObject({ name: ListName.optional(), description });
export type AddressListPatch = z.infer<typeof AddressListPatch>;

/** Which lists to list. `q` looks into names and descriptions. */
export interface AddressListFilter {
  q?: string | undefined;
}
