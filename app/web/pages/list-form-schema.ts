import { z } from "zod";

import { NewAddressList } from "~/domain/address-lists/address-list";

/** Addresses as a form sends them: pasted, or in a file. */
const addresses = {
  addresses: z.string().default(""),
  file: z
    .instanceof(File)
    .refine(({ size }) => size <= 16 * 1024 * 1024, "must be at most 16 MiB")
    .optional(),
};
const description = z
  .string()
  .optional()
  .transform((text) => text ?? null);

/** A new list as its form sends it, perhaps with its first addresses. */
export const NewListForm = z.object({ name: NewAddressList.shape.name, description, ...addresses });

/** A list's name and description as its form sends them. */
export const ListForm = z.object({ name: NewAddressList.shape.name, description });

/** What is to become of addresses. */
export const ChangeAddressesForm = z
  .object({ way: z.enum(["add", "remove", "replace"]), ...addresses })
  .check(({ value, issues }) => {
    // An empty replacement would empty the list: more likely something was forgotten.
    if (value.addresses.trim() !== "" || (value.file?.size ?? 0) > 0) return;
    issues.push({ code: "custom", message: "Paste addresses, or choose a file.", path: ["addresses"], input: value });
  });

/** The form's field for an operation's pointer: `/add/3` is a line of the box. */
export function listFieldOf(pointer: string): string | undefined {
  const [, first] = pointer.split("/");
  return first === "add" || first === "remove" ? "addresses" : first;
}
